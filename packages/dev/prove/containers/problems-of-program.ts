import { spawnSync } from 'node:child_process'
import { root } from '../../run.mjs'

const limitMs = 600_000

/** What a program of the machine says in the folder of the repository, and what it objects to. */
export function problemsOfProgram(
  name: string,
  args: readonly string[],
  input = '',
  { cwd = root, env = {} }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>> } = {},
): { readonly said: string; readonly problems: readonly string[] } {
  const options = { cwd, input, encoding: 'utf8', env: { ...process.env, ...env }, timeout: limitMs } as const
  const { status, stdout, stderr, error } = spawnSync(name, args, { ...options, maxBuffer: 2 ** 26 })
  if (status === 0) return { said: stdout, problems: [] }
  return { said: stdout, problems: [`${name} ${args.join(' ')}: ${error ?? `${stdout}${stderr}`.trim()}`] }
}
