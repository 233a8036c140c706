import { ManagerFailed, NotPermitted } from '../managed.ts'
import type { ServiceHost } from '../service-host.ts'

/** Longer than any manager may take that still succeeds within the 30 s of a change. */
const limitMs = 35_000
const askLimitMs = 3000

/** How systemctl, launchctl, sc.exe and brew say that this user may not. */
const denials =
  /access (?:is )?denied|permission denied|not permitted|interactive authentication required|authentication is required|not privileged|OpenService FAILED 5\b/i

/** What a program says, or null where it is missing, fails or does not end within 3 s. */
export async function ask(
  { run }: Pick<ServiceHost, 'run'>,
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | null> {
  const { outcome, exitCode, stdout } = await run(program, args, { signal, timeoutMs: askLimitMs })
  return outcome === 'exited' && exitCode === 0 ? stdout : null
}

/** Has a program do something. Throws NotPermitted and ManagerFailed, with its output. */
export async function command(
  { run }: Pick<ServiceHost, 'run'>,
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const { outcome, exitCode, stdout, stderr } = await run(program, args, { signal, timeoutMs: limitMs })
  if (outcome === 'exited' && exitCode === 0) return
  const output = linesOf(`${stdout}\n${stderr}`)
  if (denials.test(output.join('\n'))) throw new NotPermitted(`${program} does not let this user do it.`)
  if (outcome === 'missing') throw new ManagerFailed(`The program ${program} was not found.`)
  if (outcome === 'timeout') throw new ManagerFailed(`${program} did not end within ${limitMs / 1000} s.`)
  signal.throwIfAborted()
  throw new ManagerFailed(`${program} failed${exitCode === null ? '' : ` with exit code ${exitCode}`}.`, output)
}

const linesOf = (text: string): readonly string[] => text.split(/\r?\n/).filter((line) => line.trim() !== '')
