--- Holds the place of a server that is down: a client inside Neovim that says nothing.
--- Without any, Neovim (0.10 to 0.12) stops following a buffer when its text changes, and does not begin again for a client that comes later, which
--- then hears of no change.
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
function M.attach(buffers)
  for _, bufnr in ipairs(buffers) do
    if vim.api.nvim_buf_is_loaded(bufnr) then
      vim.lsp.start({ name = name, cmd = silent }, {
        bufnr = bufnr,
        reuse_client = function(client)
          return client.name == name
        end,
      })
    end
  end
end

--- The server is back.
function M.leave()
  for _, client in ipairs(vim.lsp.get_clients({ name = name })) do
    if vim.fn.has('nvim-0.11') == 1 then
      client:stop(true)
    else
      client.stop(true)
    end
  end
end

return M
