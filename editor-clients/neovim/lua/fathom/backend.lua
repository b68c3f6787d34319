--- The model that runs elsewhere, as the option `backend` has it.
local config = require('fathom.config')

local M = {}

---@type string? the key, once it was asked for
local known

local function from_function(ask)
  local asked, key = pcall(ask)
  if not asked or type(key) ~= 'string' then
    vim.notify(('fathom: the function `key` of the option `backend` gave no key: %s'):format(asked and 'it returned a ' .. type(key) or key), vim.log.levels.ERROR)
    return nil
  end
  return key
end

---@param backend fathom.Backend
---@return string?
local function key_of(backend)
  if backend.key_env then
    return vim.env[backend.key_env]
  elseif backend.key and not known then
    known = from_function(backend.key)
  end
  return known and vim.trim(known) or nil
end

--- Asks for the key again when it is needed next.
function M.forget_key()
  known = nil
end

--- The settings of the server with the back end and its key, for the wire and nothing else.
---@return table
function M.settings()
  local backend = config.options.backend --[[@as fathom.Backend]]
  local told = { kind = backend.kind, url = backend.url, model = backend.model, contextTokens = backend.contextTokens, fim = backend.fim, key = key_of(backend) }
  return vim.tbl_extend('force', config.options.settings, { backend = told })
end

--- What of a client's configuration hands these over. The key would otherwise stand where `:checkhealth vim.lsp` shows it.
---@return table
function M.client_config()
  return {
    before_init = function(params)
      params.initializationOptions = M.settings()
    end,
    handlers = {
      ['workspace/configuration'] = function(_, params)
        return vim.tbl_map(function(item)
          return item.section == 'fathom' and M.settings() or vim.NIL
        end, params.items)
      end,
    },
  }
end

return M
