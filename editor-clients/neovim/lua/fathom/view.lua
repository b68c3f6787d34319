--- What the plugin shows: a sentence, or a window with text.
local M = {}

---@param message string
---@param level? integer
function M.tell(message, level)
  vim.notify('fathom: ' .. message, level or vim.log.levels.INFO)
end

--- Opens lines to read at the bottom of the screen; `q` closes them. A window of the same name goes.
---@param name string
---@param lines string[]
---@param options? { filetype?: string, enter?: boolean }
---@return integer bufnr
function M.open(name, lines, options)
  options = vim.tbl_extend('keep', options or {}, { filetype = 'fathom', enter = true })
  local existing = vim.fn.bufnr('^' .. vim.fn.escape(name, '[]*?') .. '$')
  if existing ~= -1 then
    vim.api.nvim_buf_delete(existing, { force = true })
  end
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_name(bufnr, name)
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, true, lines)
  local height = math.min(#lines + 1, math.floor(vim.o.lines / 2))
  local window = vim.api.nvim_open_win(bufnr, options.enter, { split = 'below', win = -1, height = height })
  vim.bo[bufnr].bufhidden, vim.bo[bufnr].modifiable, vim.bo[bufnr].filetype = 'wipe', false, options.filetype
  vim.wo[window].wrap, vim.wo[window].number, vim.wo[window].list = true, false, false
  vim.keymap.set('n', 'q', '<Cmd>bwipeout<CR>', { buffer = bufnr, desc = 'Close' })
  return bufnr
end

return M
