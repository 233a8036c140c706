import { type LuaScript, messagesKey } from '../replicas/shared-link.ts'
import { keptEvents } from './past-events.ts'

/** Under this name, whoever appends to the stream tells all replicas. */
export const eventsChannel = 'events'

/** The stream of what happened, and the token that its ids belong to: both are new where Redis has lost them. */
export const eventKeys = ['events', 'events:token', messagesKey] as const

/** More than each replica remembers, so that one that was away for a moment finds all of it. */
const streamLength = 2 * keptEvents

const readToken = `
  local token = redis.call('GET', KEYS[2])
  if not token then
    token = ARGV[1]
    redis.call('SET', KEYS[2], token)
  end
`

/**
 * Numbers events and tells them to all replicas, in one go. Ids are times in milliseconds, or one more than the last, so that
 * they grow even where Redis has lost the last one. Progress gets the id of the event before it, and is not kept.
 *
 * ARGV: a token in case there is none, the time, the replica, 1 where some events are missing, then for each event 1 if it is
 * kept and its JSON.
 */
export const appendEvents: LuaScript = {
  name: 'append-events',
  lua: `${readToken}
  local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)
  local last = 0
  if top[1] then last = tonumber(string.match(top[1][1], '^%d+')) end
  local before = string.format('%.0f', last)
  local now = tonumber(ARGV[2])
  local told = {}
  for i = 5, #ARGV, 2 do
    if ARGV[i] == '1' then
      last = math.max(last + 1, now)
      redis.call('XADD', KEYS[1], 'MAXLEN', '~', '${streamLength}', string.format('%.0f-0', last), 'event', ARGV[i + 1])
    end
    told[#told + 1] = '{"id":' .. string.format('%.0f', last) .. ',"event":' .. ARGV[i + 1] .. '}'
  end
  local message = '{"token":"' .. token .. '","before":' .. before .. ',"last":' .. string.format('%.0f', last) ..
    ',"missing":' .. ARGV[4] .. ',"events":[' .. table.concat(told, ',') .. ']}'
  redis.call('PUBLISH', KEYS[3], '{"from":"' .. ARGV[3] .. '","to":"${eventsChannel}","all":true,"message":' .. message .. '}')
  return 1`,
}

/** The token, and the last events with their ids, newest first. ARGV: a token in case there is none. */
export const readEvents: LuaScript = {
  name: 'read-events',
  lua: `${readToken}
  return { token, redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', '${keptEvents}') }`,
}
