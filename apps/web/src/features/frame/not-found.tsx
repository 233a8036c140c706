import { Link } from '@tanstack/react-router'
import { MapPinOff } from 'lucide-react'
import { Empty } from '../../ui/empty.tsx'

export const NotFound = () => (
  <main>
    <Empty
      icon={MapPinOff}
      title="There is no such page"
      actions={
        <Link to="/" className="font-medium text-accent-text">
          To the overview
        </Link>
      }
    >
      The address may be mistyped, or of a page that is not there any more.
    </Empty>
  </main>
)
