import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { useMissing } from '../../../lib/api/use-permission.ts'
import { Button } from '../../../ui/button.tsx'
import { useApply, useRemove } from '../apply-defaults.ts'
import type { ModelDefaults } from '../model-defaults.ts'
import { allRecommendedQuery } from '../queries.ts'

export interface DefaultsActionProps {
  readonly model: ModelDefaults
  /** Show the long button label, where there is room for it. */
  readonly isLong?: boolean
  /** It was done, and this button may be gone. */
  readonly onDone: () => void
}

/** What can be done for a model: give it what is recommended, or take away what is saved for none. */
export function DefaultsAction({ model, isLong = false, onDone }: DefaultsActionProps) {
  const apply = useApply()
  const remove = useRemove()
  const needsApply = useMissing('settings.save', 'settings.reset')
  const needsRemove = useMissing('settings.export', 'settings.remove')
  const { mutateAsync, isPending, isError } = model.isInstalled ? apply : remove
  if (model.problem !== null) return <LookAgain />
  if (model.isInstalled && model.differing.length === 0) return null
  // Not disabled meanwhile: that would take the focus away.
  const act = () => {
    if (!isPending) mutateAsync(model).then(onDone, () => undefined)
  }
  const [word, of] = model.isInstalled ? ['Apply', 'to'] : ['Remove', 'saved settings for']
  return (
    <div className={isLong ? 'grid flex-1 gap-2' : 'grid justify-items-end gap-1'}>
      <Button
        size={isLong ? 'control' : 'small'}
        look={model.isInstalled ? 'plain' : 'quiet'}
        needs={model.isInstalled ? needsApply : needsRemove}
        aria-busy={isPending}
        onClick={act}
      >
        {isLong ? `${word} ${of} this model` : word}
        {!isLong && <span className="sr-only"> {`${of} ${model.name}`}</span>}
      </Button>
      {isError && <span className="text-small text-broken-text">Failed</span>}
    </div>
  )
}

/** The models that were looked at already are known by then. */
function LookAgain() {
  const { refetch, isFetching } = useQuery({ ...allRecommendedQuery(useInstance()), enabled: false })
  return (
    <Button look="quiet" size="small" disabled={isFetching} onClick={() => void refetch()}>
      Try again
    </Button>
  )
}
