import { Link } from '@tanstack/react-router'
import { Boxes } from 'lucide-react'
import { Empty } from '../ui/empty.tsx'

/** Nothing is installed that could be shown here, and where there is more. */
export const NoModel = ({ title }: { readonly title: string }) => (
  <Empty
    icon={Boxes}
    title={title}
    actions={
      <Link to="/library" className="font-medium text-accent-text">
        Open library
      </Link>
    }
  >
    The library shows which models fit this machine.
  </Empty>
)
