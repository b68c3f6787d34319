--- Asking the server, on every version of Neovim.
local M = {}

M.method = 'textDocument/inlineCompletion'
M.kinds = { invoked = 1, automatic = 2 }

--- Fathom's client of a buffer.
---@param bufnr? integer default: the current one
---@return vim.lsp.Client?
function M.client(bufnr)
  for _, client in ipairs(vim.lsp.get_clients({ bufnr = bufnr or vim.api.nvim_get_current_buf(), name = 'fathom' })) do
    return client
  end
end

--- Fathom's client of the current buffer, else any.
---@return vim.lsp.Client?
function M.any_client()
  return M.client() or vim.lsp.get_clients({ name = 'fathom' })[1]
end

---@param client vim.lsp.Client
---@param method string
---@param params table
---@param handler fun(err?: lsp.ResponseError, result: any)
---@param bufnr? integer without one the server hears first what was typed in any buffer
---@return integer? id
function M.send(client, method, params, handler, bufnr)
  local sent, id
  if vim.fn.has('nvim-0.11') == 1 then
    sent, id = client:request(method, params, handler, bufnr)
  else
    sent, id = client.request(method, params, handler, bufnr)
  end
  return sent and id or nil
end

--- Tells the server that an answer is no longer wanted.
---@param client vim.lsp.Client
---@param id integer
function M.withdraw(client, id)
  if vim.fn.has('nvim-0.11') == 1 then
    client:cancel_request(id)
  else
    client.cancel_request(id)
  end
end

--- Ends a client at once.
---@param client vim.lsp.Client
function M.stop(client)
  if vim.fn.has('nvim-0.11') == 1 then
    client:stop(true)
  else
    client.stop(true)
  end
end

--- Runs a command of the server, if it has it.
---@param client vim.lsp.Client
---@param command string
---@param arguments any[]
---@param done? fun(err?: lsp.ResponseError, result: any)
---@return boolean known, integer? id
function M.execute(client, command, arguments, done)
  local provider = client.server_capabilities.executeCommandProvider
  if not provider or not vim.tbl_contains(provider.commands, command) then
    return false
  end
  return true, M.send(client, 'workspace/executeCommand', { command = command, arguments = arguments }, done or function() end)
end

--- What is to be said of a command that a server has not.
---@param command string
---@return string
function M.lacks(command)
  return ('this server has no command %s; it is older than the plugin'):format(command)
end

--- The cursor and its line, as they are when the server is asked.
---@return { row: integer, column: integer, line: string }
function M.place()
  local cursor = vim.api.nvim_win_get_cursor(0)
  return { row = cursor[1] - 1, column = cursor[2], line = vim.api.nvim_get_current_line() }
end

---@type { client: vim.lsp.Client, id: integer }?
local pending

--- Ends the request that is under way.
function M.cancel()
  if pending then
    M.withdraw(pending.client, pending.id)
    pending = nil
  end
end

local sending = false

--- Whether the request that is being sent is one of ours, not of Neovim's own client.
function M.is_sending()
  return sending
end

--- Asks for suggestions at the cursor. A newer request ends this one.
---@param kind integer
---@param received fun(suggestions: fathom.Suggestion[])
---@return boolean whether there is a server to ask
function M.suggestions(kind, received)
  local bufnr = vim.api.nvim_get_current_buf()
  local client = M.client(bufnr)
  if not client or not client.server_capabilities.inlineCompletionProvider then
    return false
  end
  M.cancel()
  local Suggestion = require('fathom.suggestion')
  local asked = M.place()
  local params = vim.lsp.util.make_position_params(0, client.offset_encoding)
  params.context = { triggerKind = kind }
  local mine
  sending = true
  local id = M.send(client, M.method, params, function(err, result)
    if pending ~= mine then
      return
    end
    pending = nil
    -- An answer that came after insert mode is no longer wanted.
    if err or not vim.startswith(vim.api.nvim_get_mode().mode, 'i') then
      return
    end
    local suggestions = {}
    for _, item in ipairs(result and (result.items or result) or {}) do
      suggestions[#suggestions + 1] = Suggestion.of_item(item, client, bufnr, asked)
    end
    received(suggestions)
  end, bufnr)
  sending = false
  if not id then
    return false
  end
  mine = { client = client, id = id }
  pending = mine
  return true
end

return M
