import type { AvailableModel } from '@ollama-dashboard/contracts'
import { useQuery } from '@tanstack/react-query'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { endpoints } from '../../lib/api.ts'
import { capabilitiesOf } from '../../lib/capabilities.ts'
import { formatBytes } from '../../lib/format.ts'
import { useModelAction } from '../../lib/model-actions.ts'
import { availableQuery } from '../../lib/queries.ts'
import { useInstance } from '../../lib/use-instance.ts'
import { useMissingRole } from '../../lib/use-permission.ts'
import { CapabilityIcons } from '../../ui/capability-icons.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { IdentityMark, ModelName } from '../../ui/model-name.tsx'

/** Which of the installed models to load. */
export function StartPicker({ onClose }: { readonly onClose: () => void }) {
  const instance = useInstance()
  const needs = useMissingRole(endpoints.models.start)
  const { mutate } = useModelAction(instance)
  const { data: models, error } = useQuery({ ...availableQuery(instance), select: idleModels })
  const start = (model: string) => {
    onClose()
    mutate({ action: 'start', model })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Start a model"
      hideTitle
      className="max-w-[560px] gap-0 overflow-hidden p-0"
    >
      <Command label="Start a model" loop className="grid max-h-[70dvh] grid-rows-[auto_minmax(0,1fr)]">
        <div className="flex items-center gap-2.5 border-b border-line px-4">
          <Search aria-hidden className="size-4 flex-none text-ink-faint" />
          <Command.Input
            autoFocus
            placeholder="Start a model"
            className="h-12 min-w-0 flex-1 bg-transparent text-prose outline-none"
          />
        </div>
        <Command.List className="overflow-y-auto p-1.5">
          {needs !== null && <p className="px-2.5 py-2 text-attention-text">Starting a model needs {needs}.</p>}
          <Command.Empty className="px-3 py-8 text-center text-ink-muted">
            {error && !models
              ? 'Ollama does not answer, so its models are not known.'
              : 'No model of that name that is not loaded already.'}
          </Command.Empty>
          {models?.map((model) => (
            <Command.Item
              key={model.name}
              value={model.name}
              disabled={needs !== null}
              onSelect={() => start(model.name)}
              className="flex h-10 cursor-default items-center gap-2.5 rounded-control px-2.5 data-[disabled=true]:opacity-60 data-[selected=true]:bg-hover phone:h-12"
            >
              <IdentityMark name={model.name} />
              <ModelName name={model.name} />
              <CapabilityIcons of={capabilitiesOf(model)} />
              <span className="ml-auto pl-3 text-small whitespace-nowrap text-ink-muted tabular-nums">
                {model.size !== null && formatBytes(model.size)}
              </span>
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}

const idleModels = ({ models }: { readonly models: readonly AvailableModel[] }) =>
  models.filter(({ is_running, remote }) => !is_running && !remote)
