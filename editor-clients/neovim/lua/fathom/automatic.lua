--- Suggestions by themselves, before Neovim 0.12: what vim.lsp.inline_completion does since then.
local ghost = require('fathom.ghost')
local requests = require('fathom.requests')

local M = {}

--- Keys of one burst become one request. The server waits for the rest of a pause itself, as long as it takes to be worth asking.
local burst_ms = 30

local timer
local enabled = {}

local function stop_timer()
  if timer then
    timer:stop()
    if not timer:is_closing() then
      timer:close()
    end
    timer = nil
  end
end

local function ask()
  timer = nil
  if vim.startswith(vim.api.nvim_get_mode().mode, 'i') then
    requests.suggestions(requests.kinds.automatic, function(suggestions)
      -- What the user asked for by a key, the rest of one taken in parts too, goes before what comes by itself.
      if not ghost.is_fresh() then
        ghost.show(suggestions, false)
      end
    end)
  end
end

local function changed()
  ghost.refresh()
  stop_timer()
  timer = vim.defer_fn(ask, burst_ms)
end

local function left()
  stop_timer()
  requests.cancel()
  ghost.clear()
end

---@param bufnr integer
---@param on boolean
function M.enable(bufnr, on)
  if enabled[bufnr] == on then
    return
  end
  enabled[bufnr] = on
  local events = vim.api.nvim_create_augroup('fathom.automatic.' .. bufnr, { clear = true })
  if not on then
    left()
    return
  end
  vim.api.nvim_create_autocmd({ 'InsertEnter', 'CursorMovedI', 'TextChangedI', 'TextChangedP' }, { group = events, buffer = bufnr, callback = changed })
  vim.api.nvim_create_autocmd({ 'InsertLeave', 'BufLeave' }, { group = events, buffer = bufnr, callback = left })
  -- <C-c> leaves insert mode without InsertLeave.
  vim.api.nvim_create_autocmd('ModeChanged', {
    group = events,
    pattern = 'i*:n*',
    callback = function()
      if vim.api.nvim_get_current_buf() == bufnr then
        left()
      end
    end,
  })
  vim.api.nvim_create_autocmd({ 'BufWipeout' }, {
    group = events,
    buffer = bufnr,
    callback = function()
      enabled[bufnr] = nil
    end,
  })
end

--- The suggestion that somebody else draws: there is nobody else.
---@return fathom.Suggestion?, fathom.Rest?
function M.take() end

function M.is_visible()
  return false
end

--- Stops what is under way, so that nothing comes after the user sent it away.
function M.stop()
  stop_timer()
  requests.cancel()
end

return M
