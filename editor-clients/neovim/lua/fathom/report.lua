--- What the server says about itself, as text to read.
local M = {}

---@param value any
local function present(value)
  return value ~= nil and value ~= vim.NIL and value ~= ''
end

---@param status table result of fathom/status
---@return string
function M.status(status)
  local parts = { status.message }
  if present(status.model) then
    parts[#parts + 1] = ('Model: %s.'):format(status.model)
  end
  if present(status.lastLatencyMs) then
    parts[#parts + 1] = ('Last answer after %.0f ms.'):format(status.lastLatencyMs)
  end
  return table.concat(parts, ' ')
end

---@param request table one of fathom/explainLast
---@return string[]
local function explained(request)
  local place = vim.fn.fnamemodify(vim.uri_to_fname(request.uri), ':~:.')
  if present(request.position) then
    place = ('%s:%d:%d'):format(place, request.position.line + 1, request.position.character + 1)
  end
  local lines = { ('%s  %s, %.0f ms%s'):format(place, request.outcome, request.milliseconds, request.accepted and ', accepted' or '') }
  for _, text in ipairs({ request.message, request.detail }) do
    if present(text) then
      lines[#lines + 1] = '  ' .. text
    end
  end
  if present(request.text) then
    vim.list_extend(lines, vim.tbl_map(function(line)
      return '  │ ' .. line
    end, vim.split(request.text, '\n', { plain = true })))
  end
  return lines
end

---@param explanation table result of fathom/explainLast
---@return string[]
function M.explanation(explanation)
  if #explanation.requests == 0 then
    return { 'Nothing was asked yet.' }
  end
  local lines = { 'The last requests, newest first', '' }
  for _, request in ipairs(explanation.requests) do
    vim.list_extend(lines, explained(request))
  end
  return lines
end

local bar_width = 30

---@param lines string[]
---@param rows { name: string, count: integer, note?: string }[]
local function bars(lines, rows)
  local most, widest = 1, 0
  for _, row in ipairs(rows) do
    most, widest = math.max(most, row.count), math.max(widest, vim.fn.strdisplaywidth(row.name))
  end
  for _, row in ipairs(rows) do
    local name = row.name .. (' '):rep(widest - vim.fn.strdisplaywidth(row.name))
    local bar = row.count > 0 and ('█'):rep(math.ceil(row.count / most * bar_width)) .. ' ' or ''
    lines[#lines + 1] = ('  %s  %s%d%s'):format(name, bar, row.count, row.note or '')
  end
end

local function share(accepted, shown)
  return shown > 0 and (' (%.0f %%)'):format(100 * accepted / shown) or ''
end

---@param statistics table result of fathom/statistics
---@return string[]
function M.statistics(statistics)
  local lines = {
    ('Since %s, on this machine only'):format(tostring(statistics.since):sub(1, 10)),
    '',
    ('  shown             %d'):format(statistics.shown),
    ('  accepted          %d%s'):format(statistics.accepted, share(statistics.accepted, statistics.shown)),
    ('  partly accepted   %d'):format(statistics.partlyAccepted),
    ('  rejected          %d'):format(statistics.rejected),
    ('  typed for you     %d characters'):format(statistics.charactersAccepted),
  }
  local latency = statistics.latencyMs
  if present(latency) and present(latency.p50) then
    vim.list_extend(lines, { '', ('Answers: half within %.0f ms, 95 %% within %.0f ms'):format(latency.p50, latency.p95) })
    local rows = {}
    for index, bucket in ipairs(latency.histogram) do
      -- The last one holds all that took longer, too.
      local last = index > 1 and index == #latency.histogram
      rows[index] = { name = last and ('> %g ms'):format(latency.histogram[index - 1].upTo) or ('≤ %g ms'):format(bucket.upTo), count = bucket.count }
    end
    bars(lines, rows)
  end
  if #statistics.languages > 0 then
    vim.list_extend(lines, { '', 'Accepted by language' })
    bars(lines, vim.tbl_map(function(entry)
      return { name = entry.language, count = entry.accepted, note = (' of %d'):format(entry.shown) }
    end, statistics.languages))
  end
  if #statistics.days > 0 then
    vim.list_extend(lines, { '', 'Characters typed for you by day' })
    bars(lines, vim.tbl_map(function(day)
      return { name = day.date, count = day.characters }
    end, statistics.days))
  end
  return lines
end

return M
