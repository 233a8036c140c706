import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'

export interface SettingsLinkProps {
  readonly model: string
  readonly children: ReactNode
  readonly className?: string
}

/** To the form with the settings of a model. */
export const SettingsLink = ({ model, children, className }: SettingsLinkProps) => (
  <Link
    to="/models"
    search={{ model, tab: 'settings' }}
    data-row-link
    aria-label={`Settings of ${model}`}
    className={className}
  >
    {children}
  </Link>
)
