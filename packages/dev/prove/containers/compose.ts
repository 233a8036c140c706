import { problemsOfProgram } from './problems-of-program.ts'

const command = ['compose', '--env-file', 'docker/example.env', '--file', 'docker/compose.yaml']
const others = ['database', 'redis', 'monitoring']
/** What the example leaves to whoever uses it. */
const env = { API_KEY_ADMIN: 'key-of-the-proof', METRICS_TOKEN: 'token-of-the-proof' }

/** What Docker Compose has against the file, with each profile; null where there is none. */
export function composeProblems(): readonly string[] | null {
  if (problemsOfProgram('docker', ['compose', 'version']).problems.length > 0) return null
  return ['cpu', 'nvidia', 'amd'].flatMap((profile) => {
    const profiles = [profile, ...others].flatMap((name) => ['--profile', name])
    return problemsOfProgram('docker', [...command, ...profiles, 'config', '--quiet'], '', { env }).problems
  })
}
