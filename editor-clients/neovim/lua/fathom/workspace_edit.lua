--- Edits of files that the server asks for. Neovim makes them; before it begins this looks whether it can make all of them, for half an edit is worse than none.
local M = {}

---@type table<integer, integer> changedtick of each loaded buffer when the user agreed to an edit
local agreed = {}

--- The user has agreed to the edit that comes next: to one of the text as it is now.
function M.agree()
  agreed = {}
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(bufnr) then
      agreed[bufnr] = vim.api.nvim_buf_get_changedtick(bufnr)
    end
  end
end

---@param file string
---@return string
local function short(file)
  return vim.fn.fnamemodify(file, ':~:.')
end

--- The server has read the file; a buffer that it does not follow may hold an older text.
---@param bufnr integer
---@param file string
---@return boolean
local function differs_from_disk(bufnr, file)
  local is_read, on_disk = pcall(vim.fn.readfile, file)
  if not is_read then
    return true
  end
  local shown = vim.api.nvim_buf_get_lines(bufnr, 0, -1, true)
  on_disk[1] = string.gsub(on_disk[1] or '', '^\239\187\191', '')
  for i = 1, math.max(#shown, #on_disk) do
    if (shown[i] or ''):gsub('\r$', '') ~= (on_disk[i] or ''):gsub('\r$', '') then
      return true
    end
  end
  return false
end

--- Why the text of a file cannot be edited.
---@param file string
---@param client vim.lsp.Client
---@return string?
local function obstacle_in(file, client)
  if vim.fn.bufloaded(file) == 0 then
    return nil
  end
  local bufnr = vim.fn.bufadd(file)
  if not vim.bo[bufnr].modifiable then
    return ("%s is 'nomodifiable'"):format(short(file))
  elseif agreed[bufnr] and agreed[bufnr] ~= vim.api.nvim_buf_get_changedtick(bufnr) then
    return ('%s has changed meanwhile'):format(short(file))
  elseif vim.bo[bufnr].modified and not client.attached_buffers[bufnr] then
    return ('%s has changes that are not saved, and belongs to another workspace'):format(short(file))
  elseif not client.attached_buffers[bufnr] and differs_from_disk(bufnr, file) then
    return ('%s is another text on disk, reload it with :checktime'):format(short(file))
  end
end

---@param edit lsp.WorkspaceEdit
---@param client vim.lsp.Client
---@return string?
local function obstacle(edit, client)
  for uri in pairs(edit.changes or {}) do
    local found = obstacle_in(vim.uri_to_fname(uri), client)
    if found then
      return found
    end
  end
  for _, change in ipairs(edit.documentChanges or {}) do
    -- Neovim writes over a file that it is to make.
    local target = change.kind == 'rename' and vim.uri_to_fname(change.newUri) or change.kind == 'create' and vim.uri_to_fname(change.uri)
    if target and (vim.uv.fs_stat(target) or vim.fn.bufloaded(target) == 1) then
      return ('%s is there already'):format(short(target))
    end
    local edited = not change.kind and change.textDocument.uri or change.kind == 'delete' and change.uri
    local found = edited and obstacle_in(vim.uri_to_fname(edited), client)
    if found then
      return found
    end
  end
end

--- The texts of the files that are to be made, by their addresses. Neovim changes them on the way, so they are looked at before.
---@param edit lsp.WorkspaceEdit
---@return table<string, string>
local function new_texts(edit)
  local texts = {}
  for _, change in ipairs(edit.documentChanges or {}) do
    if change.kind == 'create' then
      texts[change.uri] = ''
    elseif change.textDocument and texts[change.textDocument.uri] then
      texts[change.textDocument.uri] = change.edits[1].newText
    end
  end
  return texts
end

--- Gives the files that were made the text that they were meant to have: Neovim takes the end of the last line for one line more, and all line ends for its own.
---@param texts table<string, string>
local function finish(texts)
  for uri, text in pairs(texts) do
    local bufnr = vim.uri_to_bufnr(uri)
    if vim.endswith(text, '\n') and vim.api.nvim_buf_get_lines(bufnr, -2, -1, true)[1] == '' then
      vim.api.nvim_buf_set_lines(bufnr, -2, -1, true, {})
    end
    if text:find('\r\n', 1, true) then
      vim.bo[bufnr].fileformat = 'dos'
    end
  end
end

--- Handler of workspace/applyEdit.
---@param params lsp.ApplyWorkspaceEditParams
---@param context lsp.HandlerContext
---@return lsp.ApplyWorkspaceEditResult
function M.apply(_, params, context)
  local client = assert(vim.lsp.get_client_by_id(context.client_id))
  local reason = obstacle(params.edit, client)
  agreed = {}
  if reason then
    return { applied = false, failureReason = reason .. '; nothing was edited' }
  end
  local texts = new_texts(params.edit)
  local applied, problem = pcall(function()
    vim.lsp.util.apply_workspace_edit(params.edit, client.offset_encoding)
    finish(texts)
  end)
  return { applied = applied, failureReason = not applied and ('Neovim stopped on the way: %s'):format(problem) or nil }
end

return M
