import { auditCommand, type CommandOutput } from '../audit-command.ts'
import { readEnv } from '../read-env.ts'
import { backupCommand, restoreCommand } from './backup-commands.ts'
import { doctorCommand } from './doctor-command.ts'

const usage = `Usage: ollama-dashboard [COMMAND]

  start                 run the dashboard (the default)
  doctor                look for what is set up badly or unsafely
  backup FILE           save all data in one archive, also while the dashboard runs
  restore FILE          put the data of an archive back; the dashboard has to be stopped
  audit verify FILE…    check that nothing in an audit log was altered
  --help                show this
  --version             show the version

The configuration is read from the environment and from .env in this folder.`

/** Carries out a command of the terminal. Resolves with the exit code; null where the dashboard is to be started. */
export async function runCommand(
  words: readonly string[],
  output: CommandOutput & { readonly version: string },
): Promise<number | null> {
  const { version, tell, complain } = output
  const [command = 'start', ...rest] = words
  const [file] = rest
  const options = () => ({ ...output, env: readEnv() })

  if (command === 'audit') return auditCommand(rest, output)
  if (command === 'backup' && file !== undefined && rest.length === 1) return backupCommand(file, options())
  if (command === 'restore' && file !== undefined && rest.length === 1) return restoreCommand(file, options())
  if (rest.length === 0) {
    if (command === 'start') return null
    if (command === 'doctor') return doctorCommand(readEnv, output)
    if (command === '--help' || command === '-h' || command === 'help') return said(tell, usage)
    if (command === '--version' || command === '-v') return said(tell, version)
  }
  complain(usage)
  return 2
}

function said(tell: CommandOutput['tell'], text: string): number {
  tell(text)
  return 0
}
