import { useNavigate } from '@tanstack/react-router'
import { inAnHour } from '../../../lib/alerts/mute-until.ts'
import { useMute } from '../../../lib/alerts/use-alert-actions.ts'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { setDensity, setTheme } from '../../../lib/appearance.ts'
import { usePull } from '../../../lib/models/jobs.ts'
import { useModelAction } from '../../../lib/models/model-actions.ts'
import { useTerminalCommands } from '../../../lib/models/terminal-command.ts'
import { copyAndTell } from '../../../lib/notices.ts'
import type { Effect } from './palette-command.ts'

/** Does what a line of the palette says. */
export function useRunCommand(onHelp: () => void): (effect: Effect) => void {
  const instance = useInstance()
  const navigate = useNavigate()
  const { mutate } = useModelAction(instance)
  const { mutate: pull } = usePull(instance)
  const { mutate: mute } = useMute()
  const terminalCommand = useTerminalCommands()
  return (effect) => {
    if (effect.kind === 'page') void navigate({ to: effect.to })
    else if (effect.kind === 'make key') void navigate({ to: '/admin/keys', search: { make: true } })
    else if (effect.kind === 'mute') mute({ alert: effect.alert, until: inAnHour(Date.now()) })
    else if (effect.kind === 'range') void navigate({ to: '/monitor', search: { range: effect.range } })
    else if (effect.kind === 'details') void navigate({ to: '/models', search: { model: effect.model } })
    else if (effect.kind === 'settings')
      void navigate({ to: '/models', search: { model: effect.model, tab: 'settings' } })
    else if (effect.kind === 'delete') void navigate({ to: '/models', search: { delete: effect.model } })
    else if (effect.kind === 'chat') void navigate({ to: '/chat', search: { model: effect.model } })
    else if (effect.kind === 'library') void navigate({ to: '/library', search: { q: effect.model } })
    else if (effect.kind === 'pull') pull(effect.model)
    else if (effect.kind === 'act') mutate({ action: effect.action, model: effect.model })
    else if (effect.kind === 'copy') {
      const command = terminalCommand(effect.model)
      void copyAndTell(command, command)
    } else if (effect.kind === 'theme') setTheme(effect.theme)
    else if (effect.kind === 'density') setDensity(effect.density)
    else onHelp()
  }
}
