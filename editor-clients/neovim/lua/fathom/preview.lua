--- An edit of the repository as the user sees it before anything is edited.
local view = require('fathom.view')

local M = {}

local namespace = vim.api.nvim_create_namespace('fathom.preview')

local most_errors = 20

---@class fathom.Staged result of fathom.stageReplace, fathom.stageRename and fathom.stageEdit
---@field id string
---@field title string
---@field places integer
---@field files string[]
---@field newErrors string[]
---@field warnings string[]
---@field diff string
---@field summary? string what the model says of it, where one has made it

---@param number integer
---@param name string
---@return string
function M.count(number, name)
  return ('%d %s%s'):format(number, name, number == 1 and '' or 's')
end

---@param staged fathom.Staged
---@return string
function M.extent(staged)
  return ('%s in %s'):format(M.count(staged.places, 'place'), M.count(#staged.files, 'file'))
end

--- What stands above the diff. A pattern may have several lines.
---@param staged fathom.Staged
---@return string[] lines, integer errors_from, integer errors_to which of them tell of errors
local function head(staged)
  local errors = staged.newErrors
  local lines = { staged.title, M.extent(staged) .. '; nothing is edited yet', 'a applies it, q closes this window', '' }
  local from = #lines
  if #errors == 0 then
    lines[#lines + 1] = 'The compiler finds no new errors.'
    from = #lines
  else
    lines[#lines + 1] = ('The compiler would find %s:'):format(M.count(#errors, 'new error'))
    for index = 1, math.min(#errors, most_errors) do
      lines[#lines + 1] = '  ' .. errors[index]
    end
    if #errors > most_errors then
      lines[#lines + 1] = ('  and %d more'):format(#errors - most_errors)
    end
  end
  local to = #lines
  vim.list_extend(lines, staged.warnings)
  if staged.summary then
    vim.list_extend(lines, { '', staged.summary })
  end
  return vim.tbl_map(function(line)
    return vim.trim('# ' .. line:gsub('%s*[\r\n]+%s*', ' '))
  end, lines), from, to
end

--- Shows an edit in a window; `a` agrees to it.
---@param staged fathom.Staged
---@param enter boolean whether the cursor goes there
---@param agreed fun() called when the window has gone
function M.open(staged, enter, agreed)
  local lines, from, to = head(staged)
  lines[#lines + 1] = ''
  vim.list_extend(lines, vim.split(vim.trim(staged.diff), '\r?\n'))
  local bufnr = view.open('fathom://edit', lines, { filetype = 'diff', enter = enter })
  for row = from, to - 1 do
    vim.api.nvim_buf_set_extmark(bufnr, namespace, row, 0, { end_col = #lines[row + 1], hl_group = 'DiagnosticError' })
  end
  vim.keymap.set('n', 'a', function()
    local errors = M.count(#staged.newErrors, 'new error')
    if #staged.newErrors == 0 or vim.fn.confirm(('This brings %s. Apply it all the same?'):format(errors), '&Yes\n&No', 2) == 1 then
      vim.api.nvim_buf_delete(bufnr, { force = true })
      agreed()
    end
  end, { buffer = bufnr, nowait = true, desc = 'Apply' })
end

return M
