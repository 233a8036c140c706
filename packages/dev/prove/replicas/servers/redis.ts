import { freePort } from '../../../../core/test/free-port.ts'
import { type Program, startProgram } from './program.ts'

export interface Redis extends AsyncDisposable {
  readonly url: string
  /** As if the machine were gone: what it held is lost. */
  stop(): Promise<void>
  start(): Promise<void>
}

/** A Redis on a free port that keeps nothing on the disk. */
export async function startRedis(): Promise<Redis> {
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  let running: Program | null = null
  const redis = {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      await running?.end('SIGKILL')
      running = null
    },
    async start() {
      running ??= await startProgram('redis-server', args, port)
    },
    [Symbol.asyncDispose]: () => redis.stop(),
  }
  await redis.start()
  return redis
}
