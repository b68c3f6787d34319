--- Fathom in Neovim. See |fathom|.
local config = require('fathom.config')
local ghost = require('fathom.ghost')
local keys = require('fathom.keys')
local requests = require('fathom.requests')
local Suggestion = require('fathom.suggestion')

local M = {}

--- Who asks and draws by itself: Neovim's own client where it has one.
local driver = require(vim.fn.has('nvim-0.12') == 1 and 'fathom.stock' or 'fathom.automatic')

---@type boolean whether suggestions are wanted at all
local enabled = true

---@type table<integer, boolean> buffers where the user decided otherwise
local decided = {}

---@param bufnr integer
local function apply(bufnr)
  driver.enable(bufnr, M.is_enabled(bufnr))
end

local function attached_buffers()
  local buffers = {}
  for _, client in ipairs(vim.lsp.get_clients({ name = 'fathom' })) do
    vim.list_extend(buffers, vim.tbl_keys(client.attached_buffers))
  end
  return buffers
end

--- Starts Fathom for the file types of the options.
---@param options? table see |fathom-options|
function M.setup(options)
  config.take(options)
  enabled = config.options.enabled
  for action, key in pairs(config.options.keys) do
    keys.bind(key, M[action], 'Fathom: ' .. action:gsub('_', ' '))
  end
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('fathom', { clear = true }),
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'fathom' then
        apply(event.buf)
      end
    end,
  })
  require('fathom.server').start()
end

---@param bufnr? integer default: the current one
---@return boolean
function M.is_enabled(bufnr)
  local here = decided[bufnr or vim.api.nvim_get_current_buf()]
  if here == nil then
    return enabled
  end
  return here
end

--- Switches suggestions on or off, everywhere or in one buffer.
---@param on boolean
---@param bufnr? integer
function M.enable(on, bufnr)
  if bufnr then
    decided[bufnr] = on
  else
    enabled, decided = on, {}
  end
  vim.iter(attached_buffers()):each(apply)
end

---@param bufnr? integer
---@return boolean whether they are on now
function M.toggle(bufnr)
  M.enable(not M.is_enabled(bufnr), bufnr)
  return M.is_enabled(bufnr)
end

--- The suggestion on the screen, taken over from whoever drew it.
local function current()
  local suggestion, rest = ghost.current()
  if suggestion then
    return suggestion, rest
  end
  return driver.take()
end

--- Tells the server how much of a suggestion the user took.
---@param suggestion fathom.Suggestion
---@param part string
---@param complete boolean whether nothing is left of it
local function report(suggestion, part, complete)
  local client = vim.lsp.get_client_by_id(suggestion.client_id)
  if not client or not suggestion.command then
    return
  end
  if complete then
    requests.execute(client, suggestion.command.command, suggestion.command.arguments or {})
  else
    requests.execute(client, 'fathom.partlyAccepted', { suggestion.command.arguments[1], vim.fn.strutf16len(part) })
  end
end

---@param part fun(text: string): string what of the rest is taken
---@return boolean
local function take(part)
  local suggestion, rest = current()
  if not suggestion or not rest then
    return false
  end
  driver.stop()
  ghost.clear()
  local taken = part(rest.text)
  -- With its menu open Neovim (0.12) would put the line back as it was, at the next key.
  if vim.fn.pumvisible() == 1 then
    vim.fn.complete(vim.fn.col('.'), {})
  end
  suggestion:insert(rest, taken)
  local complete = #taken == #rest.text
  report(suggestion, taken, complete)
  if not complete then
    ghost.show({ suggestion }, true)
  end
  return true
end

--- Takes the whole suggestion.
---@return boolean false where there is none
function M.accept()
  return take(function(text)
    return text
  end)
end

--- Takes the next word, or run of signs, of the suggestion; the rest stays on the screen.
---@return boolean false where there is none
function M.accept_word()
  return take(Suggestion.word)
end

--- Takes the next line of the suggestion; the rest stays on the screen.
---@return boolean false where there is none
function M.accept_line()
  return take(Suggestion.line)
end

---@param suggestions fathom.Suggestion[]
---@param first fathom.Suggestion
---@return fathom.Suggestion[]
local function with_first(suggestions, first)
  local list = { first }
  for _, suggestion in ipairs(suggestions) do
    if suggestion.text ~= first.text then
      list[#list + 1] = suggestion
    end
  end
  return list
end

---@param by integer
---@return boolean
local function cycle(by)
  if ghost.is_complete() then
    ghost.cycle(by)
    return true
  end
  local suggestion = current()
  if not suggestion then
    return M.trigger()
  end
  ghost.show({ suggestion }, false)
  -- One came by itself; asked by a key the server gives the others too.
  requests.suggestions(requests.kinds.invoked, function(suggestions)
    ghost.show(with_first(suggestions, suggestion), true)
    ghost.cycle(by)
  end)
  return true
end

--- Shows the next suggestion for this place.
---@return boolean false where there is no server to ask
function M.next()
  return cycle(1)
end

--- Shows the previous suggestion for this place.
---@return boolean false where there is no server to ask
function M.previous()
  return cycle(-1)
end

--- Asks for suggestions here and now.
---@return boolean false where there is no server to ask
function M.trigger()
  return requests.suggestions(requests.kinds.invoked, function(suggestions)
    if #suggestions > 0 then
      driver.take()
      ghost.show(suggestions, true)
    end
  end)
end

--- Takes the suggestion off the screen until something else is typed.
---@return boolean false where there is none
function M.dismiss()
  local shown = current() ~= nil
  driver.stop()
  ghost.clear()
  return shown
end

--- Whether there is a suggestion on the screen.
---@return boolean
function M.is_visible()
  return ghost.current() ~= nil or driver.is_visible()
end

--- Replaces C# of one shape by another in the whole repository, once the user has seen the edit. What is not given is asked for.
---@param options? { pattern?: string, replacement?: string, where?: string|string[] }
function M.replace(options)
  require('fathom.edits').replace(options or {})
end

--- Renames what is under the cursor in the whole repository, once the user has seen the edit.
---@param name? string asked for where it is not given
function M.rename(name)
  require('fathom.edits').rename(name)
end

--- Has the model of the back end edit the whole repository as an instruction says, once the user has seen the edit.
---@param instruction? string asked for where it is not given
function M.edit(instruction)
  require('fathom.edits').edit(instruction)
end

--- The state of the server in a few words, for a status line; empty where there is no server.
---@return string
function M.status()
  return require('fathom.server').status_text()
end

return M
