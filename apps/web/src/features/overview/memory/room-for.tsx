import { useQuery } from '@tanstack/react-query'
import { useInstance } from '../../../lib/api/use-instance.ts'
import { formatCount } from '../../../lib/format.ts'
import { modelRoomQuery, runningQuery } from '../../../lib/queries/models.ts'
import { InlineName } from '../../../parts/model-name.tsx'

/** The largest model that could be started now without unloading anything, and how much context with it. */
export function RoomFor() {
  const instance = useInstance()
  const { data: room, isPending } = useQuery(modelRoomQuery(instance))
  const { data: isLoading } = useQuery({
    ...runningQuery(instance),
    select: ({ models }) => models.some(({ state }) => state === 'loading'),
  })
  // On a phone it has lines of its own, and what is below them is not to move.
  if (isPending)
    return <span className="invisible">Room for a model of usual size at 16,384 tokens without unloading anything</span>
  if (!room || room.model === null || room.context === null || isLoading) return null
  return (
    <span>
      Room for <InlineName name={room.model} /> at {formatCount(room.context)} tokens without unloading anything
    </span>
  )
}
