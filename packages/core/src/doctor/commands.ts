import type { Keeper } from '../service/service.ts'

/** How an Ollama is kept running, as far as commands depend on it. */
export type Kept = Pick<Keeper, 'manager' | 'command'>

/**
 * The command that sets a variable for an Ollama server and starts it again, by what keeps it running; `null` takes the variable
 * away. Null where there is no such command: a container has to be made anew.
 * Source: docs/faq.mdx of Ollama, "How do I configure Ollama server?".
 */
export function setVariableCommand({ manager, command }: Kept, name: string, value: string | null): string | null {
  if (manager === 'systemd') return systemdCommand(name, value, { isUser: command.includes('--user') })
  const set = value === null ? `launchctl unsetenv ${name}` : `launchctl setenv ${name} ${value}`
  if (manager === 'brew') return `${set} && brew services restart ollama`
  if (manager === 'launchd') return `${set} && osascript -e 'quit app "Ollama"' && open -a Ollama`
  if (manager === 'windows_service') {
    const setting = value === null ? '$null' : `'${value}'`
    return `[Environment]::SetEnvironmentVariable('${name}', ${setting}, 'Machine'); Restart-Service ollama`
  }
  if (manager === 'process') return value === null ? `env -u ${name} ollama serve` : `${name}=${value} ollama serve`
  return null
}

function systemdCommand(name: string, value: string | null, { isUser }: { readonly isUser: boolean }): string {
  const sudo = isUser ? '' : 'sudo '
  const systemctl = isUser ? 'systemctl --user' : 'sudo systemctl'
  const folder = isUser ? '~/.config/systemd/user/ollama.service.d' : '/etc/systemd/system/ollama.service.d'
  const file = `${folder}/${name.toLowerCase().replaceAll('_', '-')}.conf`
  const line = value === null ? `UnsetEnvironment=${name}` : `Environment="${name}=${value}"`
  return [
    `${sudo}mkdir -p ${folder}`,
    `printf '[Service]\\n${line}\\n' | ${sudo}tee ${file}`,
    `${systemctl} daemon-reload`,
    `${systemctl} restart ollama`,
  ].join(' && ')
}

/** What has to be done before, or in place of, the command. */
export const beforeCommand = ({ manager }: Kept): string =>
  manager === 'process' ? ' Stop the running server first.' : ''

/** The command that installs the newest version; null where an app updates itself, or a container has to be made anew. */
export function updateCommand({ manager }: Kept): string | null {
  if (manager === 'systemd' || manager === 'process') return 'curl -fsSL https://ollama.com/install.sh | sh'
  if (manager === 'brew') return 'brew upgrade ollama && brew services restart ollama'
  if (manager === 'windows_service') return 'winget upgrade --id Ollama.Ollama'
  return manager === 'docker' ? 'docker pull ollama/ollama' : null
}

/** A path as a word for the shell that a person pastes it into. */
export const quoted = (path: string): string => (/^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`)
