import type {
  DoctorFinding,
  DoctorReport,
  Health,
  HealthComponent,
  Job,
  ModelActivity,
  Role,
  RunningModel,
  ServiceLogLine,
  ServiceStatus,
} from '@ollama-dashboard/contracts'
import { QueryClientProvider } from '@tanstack/react-query'
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router'
import { onTestFinished, vi } from 'vitest'
import { render } from 'vitest-browser-react'
import { createQueryClient } from '../src/lib/api/query-client.ts'
import { createAppRouter } from '../src/routes/router.tsx'
import '../src/styles.css'
import { sessionOf } from './fixtures.ts'

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

export const serviceOf = (differing: Partial<ServiceStatus> = {}): ServiceStatus => ({
  running: true,
  status: 'running',
  reachable: true,
  version: '0.32.15',
  url: 'http://127.0.0.1:11434',
  local: true,
  manager: 'systemd',
  can_control: true,
  changing: null,
  reason: 'systemd runs it as ollama.service.',
  pid: 2041,
  uptime_seconds: 194_400,
  ...differing,
})

export const findingOf = (id: string, differing: Partial<DoctorFinding> = {}): DoctorFinding => ({
  id,
  title: `Check ${id}`,
  severity: 'ok',
  evidence: `Evidence of ${id}.`,
  remedy: null,
  ...differing,
})

export const componentOf = (name: string, differing: Partial<HealthComponent> = {}): HealthComponent => ({
  name,
  status: 'healthy',
  detail: 'Up to date.',
  since: minutesAgo(120),
  checked_at: minutesAgo(1),
  ...differing,
})

export interface ShowServiceOptions {
  readonly role?: Role
  readonly service?: ServiceStatus
  readonly findings?: readonly DoctorFinding[]
  readonly components?: readonly HealthComponent[]
  readonly running?: readonly RunningModel[]
  readonly activity?: readonly ModelActivity[]
  readonly jobs?: readonly Job[]
  /** Of Ollama's log; it cannot be read when absent. */
  readonly log?: readonly ServiceLogLine[]
  /** Answers instead of the API, to "GET /api/…"; undefined where the API answers. */
  readonly answer?: (request: string, body: unknown) => Response | Promise<Response> | undefined
}

export const apiProblem = (status: number, code: string, detail: string, hint: string | null = null) =>
  Response.json({ type: 'about:blank', title: code, status, code, detail, hint, trace_id: 'a' }, { status })

const bucket = (name: string, capacity: number, remaining: number, windowSeconds: number) => ({
  bucket: name,
  capacity,
  remaining,
  refill_per_second: capacity / windowSeconds,
  resets_in_seconds: ((capacity - remaining) * windowSeconds) / capacity,
})

const noLog = () => apiProblem(409, 'service_log_unavailable', 'The log is on the machine of the server.')

/** As it is followed: it goes on until the caller leaves. */
function followed(lines: readonly ServiceLogLine[]): Response {
  const told = [
    ['source', { kind: 'journal', name: 'ollama.service' }],
    ['lines', { lines }],
  ] as const
  const text = told.map(([event, data]) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`).join('')
  const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode(text)) })
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } })
}

/** The page Service with an API that has these, until the test ends. */
export async function showService({ role = 'admin', answer, ...held }: ShowServiceOptions = {}) {
  const asked: { readonly request: string; readonly body: unknown }[] = []
  const { service = serviceOf(), findings = [], components = [componentOf('ollama:default')] } = held
  const health: Health = {
    status: 'healthy',
    components: [...components],
    uptime_seconds: 60,
    version: '1.0.0',
  }
  const report: DoctorReport = { instance: 'default', checked_at: minutesAgo(0), findings: [...findings] }
  const answers: Record<string, unknown> = {
    'GET /api/models/running': {
      models: held.running ?? [],
      instance: 'default',
      fetched_at: minutesAgo(0),
      stale: false,
    },
    'GET /api/models/activity': { instance: 'default', models: held.activity ?? [] },
    'GET /api/jobs': { jobs: held.jobs ?? [] },
    'GET /api/session': sessionOf(role, { key_id: `env:${role}`, via: 'cookie' }),
    'GET /api/service/status': service,
    'GET /api/doctor': report,
    'GET /api/health': health,
    'GET /api/version': {
      version: '0.32.15',
      dashboard_version: '1.0.0',
      operating_system: 'Linux 6.12.9 (x64)',
      gpu_driver: 'NVIDIA 570.86.15',
      instance: 'default',
    },
    'GET /api/metrics/rate-limits': {
      buckets: [
        bucket('interactive_operations', 60, 48, 60),
        bucket('interactive_pull', 20, 20, 300),
        bucket('background_updates', 6, 6, 60),
      ],
    },
  }
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit = {}) => {
    const request = `${method} ${new URL(url, location.origin).pathname}`
    const sent: unknown = body ? JSON.parse(String(body)) : undefined
    asked.push({ request, body: sent })
    const own = await answer?.(request, sent)
    if (own) return own
    if (request === 'GET /api/service/logs') return held.log ? followed(held.log) : noLog()
    return request in answers
      ? Response.json(answers[request])
      : apiProblem(503, 'ollama_unreachable', 'Ollama is unreachable.')
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  const client = createQueryClient()
  const router = createAppRouter()
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: ['/service'] }) })
  await render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  )
  return { asked, client, router }
}
