import { win32 } from 'node:path'
import { logFile } from '../log/log-file.ts'
import type { LogSource } from '../log/log-source.ts'
import type { ServiceHost } from '../service-host.ts'

/** Where Ollama for Windows writes its log, for the user who runs it. Source: docs/windows.mdx of Ollama. */
export function windowsLog({ environment, clock }: ServiceHost): { readonly log?: LogSource } {
  const local = environment['LOCALAPPDATA']
  if (!local) return {}
  const path = win32.join(local, 'Ollama', 'server.log')
  return { log: logFile(path, `Get-Content -Tail 200 "${path}"`, clock) }
}
