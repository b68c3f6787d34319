--- The command :Fathom.
local requests = require('fathom.requests')
local report = require('fathom.report')
local view = require('fathom.view')

local M = {}

local tell = view.tell

---@return vim.lsp.Client?
local function client()
  local found = requests.any_client()
  if not found then
    tell(require('fathom.server').reason() or "no server is running; open a file of a type with completion, or see ':checkhealth fathom'", vim.log.levels.WARN)
  end
  return found
end

---@return { textDocument: { uri: string } }?
local function this_document()
  if vim.bo.buftype == '' and vim.api.nvim_buf_get_name(0) ~= '' then
    return { textDocument = { uri = vim.uri_from_bufnr(0) } }
  end
end

--- Asks the server and hands the result on.
local function ask(method, params, done)
  local server = client()
  if server then
    requests.send(server, method, params or vim.empty_dict(), function(err, result)
      if err then
        tell(('the server does not answer %s: %s'):format(method, err.message), vim.log.levels.ERROR)
      else
        done(result)
      end
    end, vim.api.nvim_get_current_buf())
  end
end

--- Runs a command of the server that an older one may lack.
local function execute(command, arguments, done)
  local server = client()
  if server and not requests.execute(server, command, arguments, function(err)
    if err then
      tell(err.message, vim.log.levels.ERROR)
    else
      done()
    end
  end) then
    tell(requests.lacks(command), vim.log.levels.WARN)
  end
end

--- Runs a command of every server: what holds everywhere holds for the other repositories too.
local function execute_everywhere(command, arguments, done)
  local waiting = 0
  for _, server in ipairs(client() and vim.lsp.get_clients({ name = 'fathom' }) or {}) do
    local known = requests.execute(server, command, arguments, function(err)
      waiting = waiting - 1
      if err then
        tell(err.message, vim.log.levels.ERROR)
      elseif waiting == 0 then
        done()
      end
    end)
    if known then
      waiting = waiting + 1
    else
      tell(requests.lacks(command), vim.log.levels.WARN)
    end
  end
end

local scopes = { 'file', 'language', 'all' }

---@type table<string, { complete?: string[], run: fun(arguments: string[]) }>
local commands = {
  status = {
    run = function()
      local here = require('fathom').is_enabled()
      local attached = requests.client() ~= nil
      ask('fathom/status', attached and this_document() or nil, function(status)
        if not here then
          tell("off; ':Fathom toggle' switches suggestions on")
          return
        end
        tell(report.status(status) .. (attached and '' or ' Not in this buffer.'), status.kind == 'Error' and vim.log.levels.ERROR or nil)
      end)
    end,
  },

  log = {
    run = function()
      local log = require('fathom.server').log_file()
      if not vim.uv.fs_stat(log) then
        log = require('vim.lsp.log').get_filename()
      end
      vim.cmd.split(vim.fn.fnameescape(log))
      vim.bo.autoread, vim.bo.modifiable = true, false
      vim.cmd('normal! G')
    end,
  },

  toggle = {
    complete = { 'buffer' },
    run = function(arguments)
      local bufnr = arguments[1] == 'buffer' and vim.api.nvim_get_current_buf() or nil
      local on = require('fathom').toggle(bufnr)
      tell(('suggestions are %s%s'):format(on and 'on' or 'off', bufnr and ' in this buffer' or ''))
    end,
  },

  explain = {
    run = function()
      ask('fathom/explainLast', this_document(), function(explanation)
        view.open('fathom://explain', report.explanation(explanation))
      end)
    end,
  },

  pause = {
    complete = scopes,
    run = function(arguments)
      local scope, minutes = 'all', nil
      for _, argument in ipairs(arguments) do
        if vim.tbl_contains(scopes, argument) then
          scope = argument
        else
          minutes = tonumber(argument)
          if not minutes or minutes <= 0 then
            tell(("':Fathom pause' takes %s, and a number of minutes; not '%s'"):format(table.concat(scopes, ', '), argument), vim.log.levels.ERROR)
            return
          end
        end
      end
      local server = requests.any_client()
      local document = this_document()
      local run = scope == 'file' and execute or execute_everywhere
      run('fathom.pause', {
        {
          scope = scope,
          uri = scope == 'file' and document and document.textDocument.uri or nil,
          languageId = scope == 'language' and server and server.config.get_language_id(0, vim.bo.filetype) or nil,
          minutes = minutes,
        },
      }, function()
        local what = ({ file = 'for this file', language = 'for ' .. vim.bo.filetype, all = 'everywhere' })[scope]
        tell(("paused %s %s; ':Fathom resume' goes on"):format(what, minutes and ('for %g minutes'):format(minutes) or 'until you say otherwise'))
      end)
    end,
  },

  resume = {
    run = function()
      execute_everywhere('fathom.resume', {}, function()
        tell('goes on')
      end)
    end,
  },

  replace = {
    run = function()
      require('fathom').replace()
    end,
  },

  rename = {
    run = function(arguments)
      require('fathom').rename(arguments[1])
    end,
  },

  edit = {
    run = function(arguments)
      require('fathom').edit(#arguments > 0 and table.concat(arguments, ' ') or nil)
    end,
  },

  restart = {
    run = function()
      require('fathom.server').restart()
    end,
  },

  statistics = {
    complete = { 'reset' },
    run = function(arguments)
      if arguments[1] == 'reset' then
        -- All servers add to one file, and each holds what it has not yet written.
        execute_everywhere('fathom.resetStatistics', {}, function()
          tell('the statistics count anew')
        end)
        return
      elseif arguments[1] then
        tell(("':Fathom statistics' takes reset, or nothing; not '%s'"):format(arguments[1]), vim.log.levels.ERROR)
        return
      end
      ask('fathom/statistics', nil, function(statistics)
        view.open('fathom://statistics', report.statistics(statistics))
      end)
    end,
  },
}

local names = vim.fn.sort(vim.tbl_keys(commands))

---@param arguments string[]
function M.run(arguments)
  local name = arguments[1] or 'status'
  local command = commands[name]
  if not command then
    tell(("there is no ':Fathom %s'; there is %s"):format(name, table.concat(names, ', ')), vim.log.levels.ERROR)
    return
  end
  command.run(vim.list_slice(arguments, 2))
end

---@param lead string
---@param line string
---@return string[]
function M.complete(lead, line)
  local words = vim.split(vim.trim(line), '%s+')
  local command = commands[words[2]]
  local wanted = command and (#words > 2 or lead == '') and command.complete or (#words <= 2 and names) or {}
  return vim.tbl_filter(function(name)
    return vim.startswith(name, lead)
  end, wanted)
end

return M
