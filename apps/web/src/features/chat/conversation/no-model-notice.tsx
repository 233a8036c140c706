import { Link } from '@tanstack/react-router'
import { ReadProblem } from '../../../parts/problem-note.tsx'
import { Skeleton } from '../../../ui/skeleton.tsx'
import { useChatModels } from './use-chat-models.ts'

/** Until Ollama has told which models there are. */
export function ModelsUnknown() {
  const { error, isFetching, refetch } = useChatModels()
  return (
    <div className="mx-auto grid w-full max-w-192 flex-1 content-center gap-3 px-(--gutter) phone:px-4">
      {error ? (
        <ReadProblem error={error} isBusy={isFetching} retry={() => void refetch()} />
      ) : (
        <>
          <Skeleton className="h-6 w-1/3" />
          <Skeleton className="h-44" />
        </>
      )}
    </div>
  )
}

export const NotInstalled = ({ model }: { readonly model: string }) => (
  <>
    {model} is not installed. Choose another model, or{' '}
    <Link to="/library" className="touch-target font-medium text-accent-text underline">
      pull it
    </Link>
    .
  </>
)
