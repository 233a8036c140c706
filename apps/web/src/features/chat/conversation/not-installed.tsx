import { Link } from '@tanstack/react-router'

export const NotInstalled = ({ model }: { readonly model: string }) => (
  <>
    {model} is not installed. Choose another model, or{' '}
    <Link to="/library" className="touch-target font-medium text-accent-text underline">
      pull it
    </Link>
    .
  </>
)
