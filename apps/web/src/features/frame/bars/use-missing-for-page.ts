import { endpoints } from '../../../lib/api/api.ts'
import { useMissingRole } from '../../../lib/api/use-permission.ts'
import type { Page } from './pages.ts'

const everybody = { access: 'open' } as const

/** The role that is missing to see what a page shows; null where nothing is. */
export const useMissingForPage = ({ lists }: Page) => useMissingRole(lists ? endpoints[lists].list : everybody)
