import { useQuery } from '@tanstack/react-query'
import { currentOf } from '../../lib/api/current-instance.ts'
import { useInstance } from '../../lib/api/use-instance.ts'
import { describeError } from '../../lib/describe-error.ts'
import { instancesQuery } from '../../lib/queries/server.ts'
import { serviceStatusQuery } from '../../lib/queries/service.ts'
import { Command } from '../../ui/command.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { StatusMark } from '../../ui/status.tsx'

/** Ollama never answered: what was tried, what came back, and the command that helps. */
export function NoOllama({ error }: { readonly error: unknown }) {
  const name = useInstance()
  const { data: instance } = useQuery({ ...instancesQuery, select: ({ instances }) => currentOf(instances, name) })
  const { data: service } = useQuery(serviceStatusQuery(name))
  const { title, hint, details } = describeError(error)
  return (
    <Panel title="Ollama is unreachable" aside={<StatusMark kind="broken" />}>
      <div className="grid gap-3 p-(--pad)">
        <p>
          {title} Address:{' '}
          <code className="text-small text-ink-strong">{instance?.url ?? service?.url ?? 'unknown'}</code>. {hint}
        </p>
        <Command>{commandFor(service?.manager)}</Command>
        <div className="-ml-2">
          <CopyButton text={details}>Copy details</CopyButton>
        </div>
      </div>
    </Panel>
  )
}

function commandFor(manager: string | undefined): string {
  const commands: Readonly<Record<string, string>> = {
    systemd: 'sudo systemctl start ollama',
    brew: 'brew services start ollama',
    launchd: 'open -a Ollama',
    docker: 'docker start ollama',
    windows_service: 'Start-Service ollama',
  }
  return commands[manager ?? ''] ?? 'ollama serve'
}
