--- The root of a file's workspace: what the markers of the options say, else its solution, its project, or its folder.
local config = require('fathom.config')

local M = {}

---@param path string
---@return string
local function real(path)
  return vim.fs.normalize(vim.uv.fs_realpath(path) or path)
end

--- The server reads no whole disk and no home: a file there stays loose.
---@param folder? string
---@return boolean
local function is_project(folder)
  if not folder then
    return false
  end
  local path, home = real(folder), vim.uv.os_homedir()
  return vim.fs.dirname(path) ~= path and not path:match('^%a:/?$') and not (home and path == real(home))
end

--- The nearest folder above a file that holds a file with one of these endings.
---@param file string
---@param endings string[] patterns of Lua
---@return string?
local function holder(file, endings)
  return vim.fs.root(file, function(name)
    return vim.iter(endings):any(function(ending)
      return name:match(ending) ~= nil
    end)
  end)
end

---@param bufnr integer
---@return string?
function M.of(bufnr)
  local marked = vim.fs.root(bufnr, config.options.root_markers)
  local file = vim.api.nvim_buf_get_name(bufnr)
  if marked or vim.bo[bufnr].buftype ~= '' or file == '' or file:match('^%a[%w+.-]+://') then
    return marked
  end
  local folder = vim.fs.dirname(file)
  for _, candidate in ipairs({ holder(file, { '%.sln$', '%.slnx$' }) or false, holder(file, { '%.csproj$' }) or false, vim.uv.fs_stat(folder) and folder or false }) do
    if candidate and is_project(candidate) then
      return candidate
    end
  end
end

return M
