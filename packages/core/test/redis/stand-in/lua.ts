import { createHash } from 'node:crypto'
import type { State } from 'fengari'
import { type Reply, ReplyError, Status } from './resp.ts'

// Numbers that are whole are written without ".0", as in the Lua of Redis.
process.env['FENGARICONF'] ??= JSON.stringify({ LUA_COMPAT_FLOATSTRING: true })
const { lua, lauxlib, lualib } = (await import('fengari')).default

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'latin1'))
const text = (raw: Uint8Array): string => Buffer.from(raw).toString('latin1')

/** What Redis has of Lua 5.1, over a Lua whose whole numbers have 32 bits: all that comes from outside is a fraction. */
const prelude = `
  unpack = table.unpack
  local tonumber_, format = tonumber, string.format
  function tonumber(value, base)
    local number = base and tonumber_(value, base) or tonumber_(value)
    return number and number + 0.0
  end
  function math.floor(x) return x - x % 1.0 end
  function math.ceil(x) return -(-x - -x % 1.0) end
  function string.format(form, ...) return format((form:gsub('%%(%-?%d*)d', '%%%1.0f')), ...) end
  redis = { call = _call, pcall = function(...)
    local done, result = pcall(_call, ...)
    if done then return result end
    return { err = result }
  end }
  function redis.status_reply(text) return { ok = text } end
  function redis.error_reply(text) return { err = text } end
`

export const digestOf = (script: string): string => createHash('sha1').update(script).digest('hex')

/** Runs a script as Redis does: each `redis.call` is one command. */
export function runLua(
  script: string,
  keys: readonly string[],
  args: readonly string[],
  call: (command: readonly string[]) => Reply,
): Reply {
  const state = lauxlib.luaL_newstate()
  lualib.luaL_openlibs(state)
  lua['lua_pushjsfunction']?.(state, (inner: State) => {
    const top: number = lua['lua_gettop']?.(inner) ?? 0
    const command = Array.from({ length: top }, (_, index) => argumentAt(inner, index + 1))
    let reply: Reply
    try {
      reply = call(command)
    } catch (error) {
      reply = new ReplyError(error instanceof Error ? error.message : String(error))
    }
    if (reply instanceof ReplyError) {
      lua['lua_pushstring']?.(inner, bytes(reply.message))
      return lua['lua_error']?.(inner)
    }
    push(inner, reply)
    return 1
  })
  lua['lua_setglobal']?.(state, bytes('_call'))
  run(state, prelude)
  for (const [name, list] of [['KEYS', keys] as const, ['ARGV', args] as const]) {
    push(state, list)
    lua['lua_setglobal']?.(state, bytes(name))
  }
  run(state, script)
  return replyAt(state, -1)
}

function run(state: State, code: string) {
  const failed = lauxlib['luaL_loadstring']?.(state, bytes(code)) || lua['lua_pcall']?.(state, 0, 1, 0)
  if (!failed) return
  const message = text(lua['lua_tostring']?.(state, -1) ?? bytes(''))
  throw new ReplyError(/^[A-Z]{2,} /.test(message) ? message : `ERR Error running script: ${message}`)
}

function argumentAt(state: State, index: number): string {
  if (lua['lua_type']?.(state, index) === lua.LUA_TNUMBER) return String(lua['lua_tonumber']?.(state, index))
  return text(lua['lua_tostring']?.(state, index) ?? bytes(''))
}

function push(state: State, reply: Reply) {
  if (reply === null) lua['lua_pushboolean']?.(state, false)
  else if (typeof reply === 'number') lua['lua_pushnumber']?.(state, reply)
  else if (typeof reply === 'string') lua['lua_pushstring']?.(state, bytes(reply))
  else if (reply instanceof Status || reply instanceof ReplyError) {
    lua['lua_createtable']?.(state)
    const isStatus = reply instanceof Status
    lua['lua_pushstring']?.(state, bytes(isStatus ? reply.text : reply.message))
    lua['lua_setfield']?.(state, -2, bytes(isStatus ? 'ok' : 'err'))
  } else {
    lua['lua_createtable']?.(state)
    for (const [index, one] of reply.entries()) {
      push(state, one)
      lua['lua_rawseti']?.(state, -2, index + 1)
    }
  }
}

function replyAt(state: State, index: number): Reply {
  switch (lua['lua_type']?.(state, index) as unknown) {
    case lua.LUA_TNUMBER:
      return Math.trunc(lua['lua_tonumber']?.(state, index) ?? 0)
    case lua.LUA_TSTRING:
      return text(lua['lua_tostring']?.(state, index) ?? bytes(''))
    case lua.LUA_TBOOLEAN:
      return lua['lua_toboolean']?.(state, index) ? 1 : null
    case lua.LUA_TTABLE:
      return tableAt(state)
    default:
      return null
  }
}

/** Of the table on top. An array ends before its first nil. */
function tableAt(state: State): Reply {
  for (const [name, make] of [
    ['ok', (value: string) => new Status(value)],
    ['err', (value: string) => new ReplyError(value)],
  ] as const) {
    lua['lua_getfield']?.(state, -1, bytes(name))
    const value = replyAt(state, -1)
    lua['lua_pop']?.(state, 1)
    if (typeof value === 'string') return make(value)
  }
  const list: Reply[] = []
  for (let index = 1; ; index += 1) {
    lua['lua_rawgeti']?.(state, -1, index)
    const isEnd = lua['lua_isnil']?.(state, -1)
    const value = isEnd ? null : replyAt(state, -1)
    lua['lua_pop']?.(state, 1)
    if (isEnd) return list
    list.push(value)
  }
}
