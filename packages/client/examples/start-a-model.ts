// Loads a model and prints where it went. usage: node start-a-model.ts MODEL  (DASHBOARD_URL, DASHBOARD_KEY)
import { ApiError, createClient } from '@ollama-dashboard/client'
import { type ApiContract, contract, endpointTable } from '@ollama-dashboard/contracts'

const { DASHBOARD_URL = 'http://127.0.0.1:5000', DASHBOARD_KEY } = process.env
const model = process.argv[2] ?? 'llama3.2:3b'

const dashboard = createClient<ApiContract>(endpointTable(contract), {
  baseUrl: DASHBOARD_URL,
  ...(DASHBOARD_KEY && { key: DASHBOARD_KEY }),
})

try {
  const { message, duration_seconds } = await dashboard.models.start({ params: { model }, body: { keep_alive: '10m' } })
  console.log(`${message} (${duration_seconds.toFixed(1)} s)`)
  for (const running of (await dashboard.models.running()).models) {
    console.log(`${running.name}  ${running.formatted_size}  ${running.gpu_percent} % GPU`)
  }
} catch (error) {
  if (!(error instanceof ApiError)) throw error
  console.error(`${error.message} ${error.hint ?? ''} (trace ${error.traceId})`)
  process.exitCode = 1
}
