import { type ServiceConfig, type WatchdogPolicy, watchdogPolicies } from '@ollama-dashboard/core'
import { type Env, NotAllowed, type Reader } from './reader.ts'
import { flag, path } from './values.ts'

const controls = ['auto', 'on', 'off'] as const

/** What an Ollama reads that the dashboard starts: its own variables, those of GPU drivers, and those of the system. */
const passedOn =
  /^(?:OLLAMA_\w+|CUDA_\w+|NVIDIA_\w+|HIP_\w+|HSA_\w+|ROCR_\w+|ROCM_\w+|GPU_\w+|GGML_\w+|VK_\w+|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|(?:HTTPS?|NO)_PROXY|https?_proxy|no_proxy|SSL_CERT_\w+|PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TMPDIR|TEMP|TMP|XDG_\w+|DBUS_SESSION_BUS_ADDRESS|DOCKER_HOST|SystemRoot|windir|ComSpec|PATHEXT|USERPROFILE|USERNAME|APPDATA|LOCALAPPDATA|ProgramData|ProgramFiles)$/i

/** Of the variables that begin like Ollama's own, those that are meant for the dashboard, or hold its secrets. */
const ofDashboard = /^OLLAMA_(?:API_KEY|HEADERS|CA_FILE)(?:_|$)|^OLLAMA_(?:INSTANCES|LOCATION|PORT|BINARY)$/

/** How Ollama servers on this machine are started and stopped. */
export function readService(env: Env, { read, refuse }: Reader): Omit<ServiceConfig, 'hide'> {
  const control = read('SERVICE_CONTROL', controlOf) ?? 'auto'
  const autoStart = read('AUTO_START_OLLAMA', flag) ?? false
  if (autoStart && control === 'off') refuse('AUTO_START_OLLAMA=true needs SERVICE_CONTROL=auto.')
  return { control, autoStart, program: read('OLLAMA_BINARY', path), environment: forOllama(env) }
}

/** How far the dashboard may go to put an Ollama right by itself. */
export function readWatchdog(service: Pick<ServiceConfig, 'control'>, { read, refuse }: Reader): WatchdogPolicy {
  const policy = read('WATCHDOG', watchdogOf) ?? 'off'
  if (policy === 'restart' && service.control === 'off') refuse('WATCHDOG=restart needs SERVICE_CONTROL=auto.')
  return policy
}

function watchdogOf(text: string): WatchdogPolicy {
  const known = watchdogPolicies.find((one) => one === text.toLowerCase())
  if (known) return known
  throw new NotAllowed(`one of ${watchdogPolicies.join(', ')}`)
}

function controlOf(text: string): (typeof controls)[number] {
  const known = controls.find((one) => one === text.toLowerCase())
  if (known) return known
  throw new NotAllowed(`one of ${controls.join(', ')}`)
}

const forOllama = (env: Env): Env =>
  Object.fromEntries(
    Object.entries(env).filter(([name, value]) => value?.trim() && passedOn.test(name) && !ofDashboard.test(name)),
  )
