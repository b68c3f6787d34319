--- The server: where it is, and how it is started.
local backend = require('fathom.backend')
local config = require('fathom.config')
local requests = require('fathom.requests')
local restarts = require('fathom.restarts')
local roots = require('fathom.roots')
local stand_in = require('fathom.stand_in')

local M = {}

---@type table<integer, table> the last fathom/didChangeStatus of each client
local statuses = {}

--- Since then vim.lsp.enable() reaches the buffers that are open, and ends what it switches off.
local enables_open_buffers = vim.fn.has('nvim-0.11.2') == 1

--- Whether it was ever asked to start.
M.was_started = false

--- Where the server writes its log, gone with this Neovim.
---@return string
function M.log_file()
  M.log = M.log or vim.fn.tempname() .. '-fathom.log'
  return M.log
end

local function clone()
  local here = debug.getinfo(1, 'S').source:sub(2)
  return vim.fs.normalize(vim.fn.fnamemodify(here, ':p:h:h:h:h:h'))
end

--- Command line of the server: the user's, the built one of the clone that this plugin is in, or `fathom` on the path.
---@return string[]? command, string? reason why there is none
function M.command()
  if config.options.cmd then
    return config.options.cmd
  end
  local built = clone() .. '/server/Fathom.Server/bin/Release/net10.0/fathom.dll'
  local arguments = { 'serve', '--stdio', '--log', M.log_file() }
  if vim.uv.fs_stat(built) then
    return vim.list_extend({ 'dotnet', built }, arguments)
  elseif vim.fn.executable('fathom') == 1 then
    return vim.list_extend({ 'fathom' }, arguments)
  end
  return nil, ("There is no server; run 'dotnet build Lsp.sln -c Release' in %s, or set the option 'cmd'"):format(clone())
end

-- Neovim's file types that have another name in the protocol.
local languages = { cs = 'csharp', sh = 'shellscript', text = 'plaintext', tex = 'latex' }

local sigterm = 15

---@param client_id integer
---@param now table? the server's word on itself
local function tell(client_id, now)
  statuses[client_id] = now
  vim.api.nvim_exec_autocmds('User', { pattern = 'FathomStatus', modeline = false, data = now })
end

--- A server has ended: starts it again where it was not asked to end.
---@param client_id integer
---@param code integer
---@param signal integer
---@param buffers integer[] that were attached
---@param root? string
local function ended(client_id, code, signal, buffers, root)
  local asked = signal == sigterm or code == 128 + sigterm or (code == 0 and signal == 0)
  if not asked and vim.v.exiting == vim.NIL then
    stand_in.attach(buffers, root)
    if not restarts.crashed(root, M.start) then
      vim.notify('fathom: ' .. restarts.reason(root), vim.log.levels.ERROR)
    end
  end
  tell(client_id, nil)
end

--- The user agrees to an edit as a whole; Neovim (0.12) would ask about each file again.
---@param further? fun(params: lsp.InitializeParams)
local function without_annotations(further)
  return function(params)
    params.capabilities.workspace.workspaceEdit.changeAnnotationSupport = nil
    if further then
      further(params)
    end
  end
end

local function client_config(command)
  local capabilities = vim.lsp.protocol.make_client_capabilities()
  capabilities.textDocument.inlineCompletion = { dynamicRegistration = false }
  -- Neovim can do it, and does not announce it.
  capabilities.workspace.workspaceEdit.documentChanges = true
  capabilities.experimental = vim.tbl_extend('force', capabilities.experimental or {}, { fathom = true })
  local settings = next(config.options.settings) and config.options.settings or nil
  local handing_over = config.options.backend and backend.client_config() or { init_options = settings, settings = settings and { fathom = settings } }
  handing_over.before_init = without_annotations(handing_over.before_init)
  return vim.tbl_deep_extend('error', handing_over, {
    name = 'fathom',
    cmd = command,
    capabilities = capabilities,
    get_language_id = function(_, filetype)
      return languages[filetype] or filetype
    end,
    handlers = {
      ['fathom/didChangeStatus'] = function(_, result, context)
        tell(context.client_id, result)
      end,
      ['workspace/applyEdit'] = require('fathom.workspace_edit').apply,
    },
    on_init = function(client)
      restarts.started(client.config.root_dir)
      stand_in.leave(client.config.root_dir)
    end,
    on_exit = function(code, signal, client_id)
      local client = vim.lsp.get_client_by_id(client_id)
      local buffers = client and vim.tbl_keys(client.attached_buffers) or {}
      vim.schedule(function()
        ended(client_id, code, signal, buffers, client and client.config.root_dir)
      end)
    end,
  })
end

--- Before 0.11.2 a client is started for each buffer that wants one.
local function start_for_buffers(settings)
  local function start(bufnr)
    local root = roots.of(bufnr)
    if vim.bo[bufnr].buftype == '' and vim.tbl_contains(config.options.filetypes, vim.bo[bufnr].filetype) and not restarts.stays_down(root) then
      vim.lsp.start(vim.tbl_extend('force', settings, { root_dir = root }), { bufnr = bufnr })
    end
  end
  vim.api.nvim_create_autocmd('FileType', {
    group = vim.api.nvim_create_augroup('fathom.start', { clear = true }),
    pattern = config.options.filetypes,
    callback = function(event)
      start(event.buf)
    end,
  })
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(bufnr) then
      start(bufnr)
    end
  end
end

--- Ends the servers; no file starts one until they are started again.
local function stop()
  if enables_open_buffers then
    vim.lsp.enable('fathom', false)
  else
    vim.api.nvim_create_augroup('fathom.start', { clear = true })
    vim.lsp.stop_client(vim.lsp.get_clients({ name = 'fathom' }))
  end
end

--- Starts the server anew, whatever became of it.
function M.restart()
  restarts.forget()
  backend.forget_key()
  stop()
  -- Until it has ended it would be used again.
  vim.wait(2000, function()
    return #vim.lsp.get_clients({ name = 'fathom' }) == 0
  end, 10)
  for _, client in ipairs(vim.lsp.get_clients({ name = 'fathom' })) do
    requests.stop(client)
    -- One that hangs may heed the signal late, or never: under another name it is in nobody's way.
    client.name = 'fathom.abandoned'
    for bufnr in pairs(client.attached_buffers) do
      vim.lsp.buf_detach_client(bufnr, client.id)
    end
  end
  M.start()
end

--- Why the current buffer has no server, while a crash is the cause.
---@return string?
function M.reason()
  -- Finding the root reads folders, and a status line asks this at every redraw.
  return next(restarts.reasons()) and restarts.reason(roots.of(0)) or nil
end

--- Starts the server for the file types of the options, now and later.
function M.start()
  M.was_started = true
  local command = M.command()
  if not command or vim.fn.executable(command[1]) == 0 then
    vim.notify("fathom: there is no server to start; ':checkhealth fathom' says more", vim.log.levels.WARN)
    return
  end
  local settings = client_config(command)
  if enables_open_buffers then
    settings.filetypes = config.options.filetypes
    settings.root_dir = function(bufnr, start)
      local root = roots.of(bufnr)
      if not restarts.stays_down(root) then
        start(root)
      end
    end
    vim.lsp.config('fathom', settings)
    vim.lsp.enable('fathom')
  else
    start_for_buffers(settings)
  end
end

---@return string
function M.status_text()
  local client = requests.client()
  if not client then
    return M.reason() and 'fathom: down' or ''
  elseif not require('fathom').is_enabled() then
    return 'fathom: off'
  end
  local status = statuses[client.id]
  return 'fathom: ' .. (status and status.message or 'ready')
end

return M
