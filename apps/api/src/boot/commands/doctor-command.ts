import { stripVTControlCharacters } from 'node:util'
import type { DoctorFinding, DoctorReport } from '@ollama-dashboard/contracts'
import { examine, hashKey } from '@ollama-dashboard/core'
import { type Config, readConfig } from '../../config/config.ts'
import { ConfigError, type Env } from '../../config/reader.ts'
import type { CommandOutput } from '../audit-command.ts'
import { exitOf } from '../exit.ts'
import { exposureOf } from '../exposure.ts'

const marks: Readonly<Record<DoctorFinding['severity'], string>> = {
  ok: 'OK',
  info: 'INFO',
  warning: 'WARNING',
  critical: 'CRITICAL',
  unknown: 'UNKNOWN',
}

/**
 * `doctor`: checks what a dashboard with this environment would watch, and tells it in plain words. Resolves with the exit code:
 * 1 if anything is critical, 78 where the environment makes no sense, as at the start, else 0.
 */
export async function doctorCommand(read: () => Env, { tell, complain }: CommandOutput): Promise<number> {
  let config: Config
  try {
    config = readConfig(read())
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const { code, message } = exitOf(error)
    complain(String(message))
    return code
  }
  const { instances, dataDir, modelsDir, ollama, keys, listen } = config
  const reports = await examine({
    instances,
    dataDir,
    ollama,
    // Where it listens on a network without keys, one is made when it starts.
    acceptedKeys:
      keys.length === 0 && listen.isLoopback
        ? null
        : keys.map(({ id, role, key }) => ({ id, role, sha256: hashKey(key) })),
    exposure: exposureOf(config),
    ...(modelsDir !== null && { modelsDir }),
  })
  for (const line of reports.flatMap((report) => linesOf(report, { isOneOfMany: reports.length > 1 }))) {
    // Messages repeat words of servers.
    tell(stripVTControlCharacters(line))
  }
  const all = reports.flatMap(({ findings }) => findings)
  tell(sumOf(all))
  return all.some(({ severity }) => severity === 'critical') ? 1 : 0
}

function linesOf({ instance, findings }: DoctorReport, { isOneOfMany }: { readonly isOneOfMany: boolean }): string[] {
  const width = Math.max(...Object.values(marks).map(({ length }) => length))
  const indent = ' '.repeat(width + 2)
  return [
    ...(isOneOfMany ? [`${instance}:`] : []),
    ...findings.flatMap(({ severity, title, evidence, remedy }) => [
      `${marks[severity].padEnd(width)}  ${title}: ${evidence}`,
      ...(remedy ? [`${indent}${remedy.text}`] : []),
      ...(remedy?.command ? [`${indent}$ ${remedy.command}`] : []),
    ]),
    '',
  ]
}

function sumOf(findings: readonly DoctorFinding[]): string {
  const count = (severity: DoctorFinding['severity']) => findings.filter((one) => one.severity === severity).length
  const parts = [
    [count('critical'), 'critical'],
    [count('warning'), count('warning') === 1 ? 'warning' : 'warnings'],
    [count('unknown'), 'unknown'],
  ] as const
  const told = parts.flatMap(([number, word]) => (number > 0 ? [`${number} ${word}`] : []))
  return `${findings.length} checks: ${told.length > 0 ? told.join(', ') : 'nothing to do'}.`
}
