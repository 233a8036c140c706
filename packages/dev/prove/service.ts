// Whether the dashboard starts, stops and restarts a real Ollama, and says why where it cannot: the program is `OLLAMA_BINARY`.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../../core/test/free-port.ts'
import { startDashboard } from '../bench/processes.ts'
import { isGone, serviceAt, statusWhere, variablesOf } from './service/service-steps.ts'
import { ofParts, type Verdict } from './verdict.ts'

const key = 'key-of-the-proof'

export async function controlsService(): Promise<Verdict> {
  const program = process.env['OLLAMA_BINARY']
  if (!program) {
    console.log('service: skipped, because OLLAMA_BINARY names no ollama program.')
    return 'skipped'
  }
  const folder = mkdtempSync(join(tmpdir(), 'ollama-dashboard-service-'))
  const port = await freePort()
  const variables = { OLLAMA_MODELS: join(folder, 'models'), HOME: folder, API_KEY_ADMIN: key }
  const address = `http://127.0.0.1:${port}`
  const open = async (env: Record<string, string> = {}) => {
    const dashboard = await startDashboard(address, {
      ...variables,
      OLLAMA_BINARY: program,
      DATA_DIR: join(folder, 'data'),
      ...env,
    })
    return { service: serviceAt(dashboard.url, key), [Symbol.asyncDispose]: () => dashboard[Symbol.asyncDispose]() }
  }
  const isAnswering = () =>
    fetch(`${address}/api/version`).then(
      ({ ok }) => ok,
      () => false,
    )
  const foreign: ChildProcess[] = []

  try {
    const verdicts: Verdict[] = []
    const step = async (name: string, holds: () => Promise<boolean | 'skipped'>) => {
      let verdict: Verdict = 'failed'
      let why = ''
      try {
        const found = await holds()
        if (found === 'skipped') verdict = found
        else if (found) verdict = 'held'
      } catch (error) {
        why = ` (${String(error)})`
      }
      console.log(`service: ${name}: ${verdict}${why}`)
      verdicts.push(verdict)
    }

    {
      await using without = await open({ OLLAMA_BINARY: '/nowhere/ollama' })
      await step('a missing program is told', async () => {
        const { code, detail } = await without.service.post('start')
        return code === 'service_not_controllable' && detail?.includes('OLLAMA_BINARY') === true
      })
    }

    let last = 0
    {
      await using dashboard = await open()
      const { service } = dashboard
      await step('it is started', async () => {
        const { service: status } = await service.post('start')
        last = status?.pid ?? 0
        return status?.status === 'running' && last > 0 && (await isAnswering())
      })
      await step('a second start does nothing', async () => (await service.post('start')).service?.pid === last)
      await step('it is restarted, and meanwhile another change is refused', async () => {
        const restarted = service.post('restart')
        const { code } = await service.post('stop')
        const { pid = 0 } = (await restarted).service ?? {}
        const isOther = pid > 0 && pid !== last && isGone(last)
        last = pid
        return code === 'service_changing' && isOther && (await isAnswering())
      })
      await step('a crash is seen, and it is started again', async () => {
        process.kill(last, 'SIGKILL')
        await statusWhere(service, ({ status, reason }) => status === 'stopped' && reason?.includes('SIGKILL') === true)
        last = (await service.post('start')).service?.pid ?? 0
        return isAnswering()
      })
      await step('its log tells that it listens', async () => {
        const { source, lines } = await service.log()
        return source.kind === 'output' && lines.some(({ text }) => text.includes('Listening on'))
      })
      await step('it is stopped', async () => {
        const { service: status } = await service.post('stop')
        return status?.status === 'stopped' && isGone(last) && !(await isAnswering())
      })
      await step('a port in use is told, with what Ollama says', async () => {
        const other = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1')
        await once(other, 'listening')
        const { code, output } = await service.post('start')
        other.close()
        return code === 'service_failed' && output?.some((line) => line.includes('address already in use')) === true
      })
      await step('what somebody else started is restarted with its own variables', async () => {
        // Its variables cannot be read elsewhere, so that it is left alone there.
        if (process.platform !== 'linux') return 'skipped'
        const env = { ...process.env, ...variables, OLLAMA_HOST: `127.0.0.1:${port}`, OLLAMA_KEEP_ALIVE: '7m' }
        const started = spawn(program, ['serve'], { env, stdio: 'ignore' })
        foreign.push(started)
        const its = started.pid ?? 0
        await statusWhere(service, ({ pid, reachable }) => reachable && pid === its)
        const { pid = 0 } = (await service.post('restart')).service ?? {}
        last = pid
        return pid !== its && isGone(its) && variablesOf(pid).includes('OLLAMA_KEEP_ALIVE=7m') && isAnswering()
      })
    }
    await step('what the dashboard started ends with it', async () => isGone(last) && !(await isAnswering()))

    {
      await using dashboard = await open({ AUTO_START_OLLAMA: 'true' })
      await step('with AUTO_START_OLLAMA it is started with the dashboard', async () => {
        await statusWhere(dashboard.service, ({ reachable, changing }) => reachable && changing === null)
        return isAnswering()
      })
    }
    return ofParts(verdicts)
  } finally {
    for (const one of foreign) one.kill('SIGKILL')
    await sleep(100)
    rmSync(folder, { recursive: true, force: true })
  }
}
