import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** The way to a server, which can be cut for those alone who go by it; it ends with the test. */
export async function startRelay(to: string) {
  const { hostname, port } = new URL(to)
  const open = new Set<Socket>()
  let isCut = false
  const relay = createServer((client) => {
    const server = connect(Number(port), hostname)
    for (const [end, other] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(end)
      end.pipe(other)
      end.on('error', () => {})
      end.on('close', () => {
        open.delete(end)
        other.destroy()
      })
    }
    if (isCut) client.destroy()
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const cut = () => {
    isCut = true
    for (const end of open) end.destroy()
  }
  onTestFinished(() => {
    cut()
    relay.close()
  })
  return {
    url: `redis://127.0.0.1:${(relay.address() as AddressInfo).port}`,
    cut,
    mend() {
      isCut = false
    },
  }
}
