--- :checkhealth fathom
local M = {}

local health = vim.health

local function check_neovim()
  health.start('Neovim')
  local version = tostring(vim.version())
  if vim.fn.has('nvim-0.12') == 1 then
    health.ok(version .. ': suggestions come by Neovim\'s own client for inline completion')
  elseif vim.fn.has('nvim-0.10') == 1 then
    health.ok(version .. ': Fathom asks and draws suggestions itself')
  else
    health.error(version .. ' is too old', 'Neovim 0.10 or newer is needed.')
  end
end

local function check_dotnet(command)
  if command[1] ~= 'dotnet' then
    return
  end
  if vim.fn.executable('dotnet') == 0 then
    health.error('`dotnet` is not on the path', 'Install the .NET 10 runtime.')
    return
  end
  local runtimes = vim.system({ 'dotnet', '--list-runtimes' }, { text = true }):wait(10000).stdout or ''
  local found = runtimes:match('Microsoft%.NETCore%.App (10%.[^%s]+)')
  if found then
    health.ok('.NET ' .. found)
  else
    health.error('.NET 10 is not installed', 'Install the .NET 10 runtime; `dotnet --list-runtimes` shows what is there.')
  end
end

local function check_server()
  health.start('Server')
  local server = require('fathom.server')
  local command, reason = server.command()
  if not command then
    health.error(reason --[[@as string]])
    return
  end
  if vim.fn.executable(command[1]) == 1 then
    health.ok('starts with `' .. table.concat(command, ' ') .. '`')
  elseif require('fathom.config').options.cmd then
    health.error(('`%s` cannot be run'):format(command[1]), "The option 'cmd' names the program of the server.")
  end
  check_dotnet(command)
  for _, down in ipairs(require('fathom.restarts').reasons()) do
    health.error(down)
  end

  local client = require('fathom.requests').any_client()
  if not client and not server.was_started then
    health.error('`require("fathom").setup()` has not been called', 'Call it where your configuration sets plugins up, see `:help fathom.setup()`.')
    return
  elseif not client then
    health.info('not running; it starts with the first file of ' .. table.concat(require('fathom.config').options.filetypes, ', '))
    return
  end
  if not client.server_capabilities.inlineCompletionProvider then
    health.error('the server that runs has no inline completion', "The option 'cmd' names another program.")
    return
  end
  local answer
  require('fathom.requests').send(client, 'fathom/status', vim.empty_dict(), function(err, result)
    answer = { err = err, result = result }
  end, vim.api.nvim_get_current_buf())
  vim.wait(5000, function()
    return answer ~= nil
  end, 10)
  if not answer then
    health.error('the server does not answer', "':Fathom log' may say why.")
  elseif answer.err then
    health.error('the server cannot say how it is: ' .. answer.err.message)
  elseif answer.result.kind == 'Error' then
    health.error(answer.result.message)
  else
    health.ok(require('fathom.report').status(answer.result))
  end
end

--- Files that are completed by themselves, as they lie in no workspace.
local function check_roots()
  local loose = {}
  for _, client in ipairs(vim.lsp.get_clients({ name = 'fathom' })) do
    if not client.config.root_dir then
      for bufnr in vim.spairs(client.attached_buffers) do
        loose[#loose + 1] = vim.fn.fnamemodify(vim.api.nvim_buf_get_name(bufnr), ':~')
      end
    end
  end
  if #loose > 0 then
    health.warn(
      'no workspace: ' .. table.concat(loose, ', ') .. '; nothing else is read there, the compiler checks no suggestion, and :Fathom replace and rename do not work',
      "Put the file into a folder of its own, not your home and not the root of the disk, or set the option 'root_markers'."
    )
  end
end

local function check_backend()
  local backend = require('fathom.config').options.backend
  if not backend then
    return
  end
  health.start('Backend')
  health.info(('the model runs elsewhere: %s%s'):format(backend.kind or 'embedded', backend.url and ' at ' .. backend.url or ''))
  if backend.key_env and not vim.env[backend.key_env] then
    health.warn(('there is no key: the environment variable %s is not set'):format(backend.key_env), 'Set it where Neovim starts, or give the key by a function, see `:help fathom-backend`.')
  end
end

local function check_keys()
  health.start('Keys')
  local fathom = require('fathom.config').options.keys
  if next(fathom) == nil then
    health.info("none is bound by Fathom: the option 'keys' or the <Plug> names do that, see `:help fathom-keys`")
  end
  for action, key in vim.spairs(fathom) do
    local mapping = vim.fn.maparg(key, 'i', false, true)
    if type(mapping.desc) == 'string' and vim.startswith(mapping.desc, 'Fathom') then
      health.ok(('%s: %s'):format(key, (action:gsub('_', ' '))))
    else
      health.warn(('%s was for %s and has been mapped by somebody else since'):format(key, action), 'Choose another key, or call `require("fathom").' .. action .. '()` in that mapping.')
    end
  end
end

function M.check()
  check_neovim()
  check_server()
  check_roots()
  check_backend()
  check_keys()
end

return M
