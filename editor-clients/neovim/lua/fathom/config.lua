--- What the user set, with the defaults.
local M = {}

---@class fathom.Backend a model on another server (docs/configuration.md)
---@field kind string 'embedded', 'deepseek', 'llama.cpp', 'openai' or 'ollama'
---@field url? string
---@field model? string
---@field contextTokens? integer
---@field fim? string
---@field key? fun(): string gives the key when the server needs it
---@field key_env? string environment variable that holds the key

---@class fathom.Options
---@field cmd? string[] how the server starts; without it Fathom looks for one, see |fathom-server|
---@field filetypes string[] file types with completion
---@field root_markers string[] what marks the root of a workspace; without any it is the folder of a solution or project above, or the file's own
---@field settings table settings of the server (docs/configuration.md)
---@field backend? fathom.Backend
---@field keys table<string, string> keys of insert mode, by action; none by default
---@field enabled boolean whether suggestions appear from the start
local defaults = {
  cmd = nil,
  filetypes = { 'cs' },
  root_markers = { '.git' },
  settings = {},
  backend = nil,
  keys = {},
  enabled = true,
}

local types = { cmd = 'table', filetypes = 'table', root_markers = 'table', settings = 'table', backend = 'table', keys = 'table', enabled = 'boolean' }

local backend_types = { kind = 'string', url = 'string', model = 'string', contextTokens = 'number', fim = 'string', key = 'function', key_env = 'string' }

--- Actions that a key can be bound to.
M.actions = { 'accept', 'accept_word', 'accept_line', 'next', 'previous', 'dismiss', 'trigger' }

---@type fathom.Options
M.options = vim.deepcopy(defaults)

---@param given table
---@param expected table<string, string> types by name
---@param prefix string of the names, as the user knows them
local function check(given, expected, prefix)
  for name, value in pairs(given) do
    if not expected[name] then
      error(("fathom: there is no option '%s'; the options are %s"):format(prefix .. name, table.concat(vim.fn.sort(vim.tbl_keys(expected)), ', ')), 0)
    elseif type(value) ~= expected[name] then
      error(("fathom: the option '%s' takes a %s, not a %s"):format(prefix .. name, expected[name], type(value)), 0)
    end
  end
end

--- Takes the user's options; raises one sentence when one of them cannot be used.
---@param given? table
function M.take(given)
  check(given or {}, types, '')
  check(given and given.backend or {}, backend_types, 'backend.')
  for action in pairs(given and given.keys or {}) do
    if not vim.tbl_contains(M.actions, action) then
      error(("fathom: no key can be bound to '%s'; the actions are %s"):format(action, table.concat(M.actions, ', ')), 0)
    end
  end
  M.options = vim.tbl_extend('force', vim.deepcopy(defaults), given or {})
end

return M
