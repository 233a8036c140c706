import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import { plainCommands } from './commands.ts'
import { createKeyspace } from './keyspace.ts'
import { digestOf, runLua } from './lua.ts'
import { createDecoder, encode, ok, type Reply, ReplyError, Status } from './resp.ts'
import { sortedCommands } from './sorted-commands.ts'

interface Client {
  readonly socket: Socket
  readonly channels: Set<string>
  isIn: boolean
}

const commands = { ...plainCommands, ...sortedCommands }

/**
 * As much of Redis as the dashboard uses, where there is no Redis: commands, messages, streams and scripts. What a test
 * finds out of it, it finds out of a real one, too: where one is installed, all tests use that.
 */
export async function startStandIn(port: number, password: string | undefined) {
  const keys = createKeyspace()
  const scripts = new Map<string, string>()
  const clients = new Set<Client>()
  let server: Server | null = null
  /** What came meanwhile; null while it answers. */
  let held: (() => void)[] | null = null

  function publish(channel: string, message: string): number {
    const hearing = [...clients].filter(({ channels }) => channels.has(channel))
    for (const { socket } of hearing) socket.write(encode(['message', channel, message]), 'latin1')
    return hearing.length
  }

  function run(name: string, args: readonly string[]): Reply {
    if (name === 'publish') return publish(args[0] ?? '', args[1] ?? '')
    const command = commands[name]
    if (!command) throw new ReplyError(`ERR unknown command '${name}' of the stand-in`)
    return command(keys, args)
  }

  function evaluate(script: string | undefined, [count = '0', ...rest]: readonly string[]): Reply {
    if (script === undefined) throw new ReplyError('NOSCRIPT No matching script.')
    scripts.set(digestOf(script), script)
    return runLua(script, rest.slice(0, Number(count)), rest.slice(Number(count)), ([name = '', ...args]) =>
      run(name.toLowerCase(), args),
    )
  }

  /** Null where the answer was sent already. */
  function answer(client: Client, name: string, args: readonly string[]): Reply | undefined {
    const { socket, channels } = client
    if (name === 'auth') {
      client.isIn = args.at(-1) === password
      return client.isIn ? ok : new ReplyError('WRONGPASS invalid username-password pair or user is disabled.')
    }
    if (!client.isIn) return new ReplyError('NOAUTH Authentication required.')
    switch (name) {
      case 'ping':
        return new Status('PONG')
      case 'info':
        return 'redis_version:7.0.0\r\nloading:0\r\nrole:master\r\n'
      case 'select':
      case 'client':
        return ok
      case 'subscribe':
        for (const channel of args) {
          channels.add(channel)
          socket.write(encode(['subscribe', channel, channels.size]), 'latin1')
        }
        return undefined
      case 'script':
        scripts.clear()
        return ok
      case 'eval':
        return evaluate(args[0], args.slice(1))
      case 'evalsha':
        return evaluate(scripts.get(args[0] ?? ''), args.slice(1))
      default:
        return run(name, args)
    }
  }

  function serve(socket: Socket) {
    const client: Client = { socket, channels: new Set(), isIn: password === undefined }
    const decode = createDecoder()
    clients.add(client)
    socket.on('error', () => undefined)
    socket.on('close', () => clients.delete(client))
    socket.setEncoding('latin1')
    function read(chunk: string) {
      for (const [name = '', ...args] of decode(chunk)) {
        let reply: Reply | undefined
        try {
          reply = answer(client, name.toLowerCase(), args)
        } catch (error) {
          reply = error instanceof ReplyError ? error : new ReplyError(`ERR ${String(error)}`)
        }
        if (reply !== undefined) socket.write(encode(reply), 'latin1')
      }
    }
    socket.on('data', (chunk: string) => {
      if (held) held.push(() => read(chunk))
      else read(chunk)
    })
  }

  async function start() {
    server = createServer(serve).listen(port, '127.0.0.1')
    await once(server, 'listening')
  }

  async function stop() {
    const stopped = server
    if (!stopped) return
    server = null
    for (const { socket } of clients) socket.destroy()
    stopped.close()
    await once(stopped, 'close')
    keys.clear()
    scripts.clear()
    held = null
  }

  await start()
  return {
    stop,
    start,
    async suspend() {
      held = []
    },
    async resume() {
      const all = held ?? []
      held = null
      for (const read of all) read()
    },
    [Symbol.asyncDispose]: stop,
  }
}
