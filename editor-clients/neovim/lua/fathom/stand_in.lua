--- Holds the place of a server that is down: a client inside Neovim that says nothing.
--- Without any, Neovim (0.10 to 0.12) stops following a buffer when its text changes, and does not begin again for a client that comes later, which
--- then hears of no change.
local requests = require('fathom.requests')

local M = {}

local name = 'fathom.stand_in'

---@param dispatchers vim.lsp.rpc.Dispatchers
---@return vim.lsp.rpc.PublicClient
local function silent(dispatchers)
  local closing = false
  return {
    request = function(method, _, answer)
      answer(nil, method == 'initialize' and { capabilities = {} } or nil)
      return true, 1
    end,
    notify = function()
      return true
    end,
    is_closing = function()
      return closing
    end,
    terminate = function()
      closing = true
      dispatchers.on_exit(0, 0)
    end,
  }
end

---@param buffers integer[] those of the server that is down
---@param root? string its root
function M.attach(buffers, root)
  for _, bufnr in ipairs(buffers) do
    if vim.api.nvim_buf_is_loaded(bufnr) then
      vim.lsp.start({ name = name, cmd = silent, root_dir = root }, { bufnr = bufnr })
    end
  end
end

--- The server is back.
---@param root? string
function M.leave(root)
  for _, client in ipairs(vim.lsp.get_clients({ name = name })) do
    if client.config.root_dir == root then
      requests.stop(client)
    end
  end
end

return M
