import { once } from 'node:events'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { benchKey } from '../processes.ts'
import { connectionsTo, costOver, told } from './cost.ts'
import { startServers } from './ollama-servers.ts'
import { startSetup } from './setups.ts'

const settleMs = 20_000

/** What three replicas cost that have so many Ollama servers, and what they say to each other. */
export async function tellReplicas(count: number, seconds: number): Promise<void> {
  await using servers = await startServers(count)
  await using setup = await startSetup('three replicas', servers.env)
  const { redisPort, postgresPort, pids, urls } = setup
  if (redisPort === null || postgresPort === null) return
  const leaving = new AbortController()
  for (const state of ['nobody looks', 'a page is open on each'] as const) {
    if (state !== 'nobody looks') await Promise.all(urls.map((url) => open(url, leaving.signal)))
    await sleep(settleMs)
    const before = await countOf(redisPort)
    const costs = await Promise.all(pids.map((pid) => costOver(pid, seconds)))
    const after = await countOf(redisPort)
    for (const [index, cost] of costs.entries()) {
      console.log(`${count} servers, replica ${index + 1} of 3, ${state}: ${told(cost)}`)
    }
    const commands = (after.commands - before.commands) / seconds
    const kilobytes = (after.bytes - before.bytes) / seconds / 1024
    const links = `${await connectionsTo(redisPort)} connections, ${await connectionsTo(postgresPort)} to PostgreSQL`
    console.log(
      `${count} servers, ${state}: Redis ${commands.toFixed(0)} commands/s, ${kilobytes.toFixed(0)} KiB/s out; ${links}`,
    )
  }
  leaving.abort()
}

async function open(url: string, signal: AbortSignal): Promise<void> {
  const page = await fetch(`${url}/api/events`, { headers: { authorization: `Bearer ${benchKey}` }, signal })
  void page.body?.pipeTo(new WritableStream()).catch(() => undefined)
}

/** What a Redis has done so far. */
async function countOf(port: number): Promise<{ readonly commands: number; readonly bytes: number }> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8')
  socket.write('INFO stats\r\n')
  const [text] = (await once(socket, 'data')) as [string]
  socket.destroy()
  const read = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text)?.[1])
  return { commands: read('total_commands_processed'), bytes: read('total_net_output_bytes') }
}
