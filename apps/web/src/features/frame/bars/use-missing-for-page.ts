import { type Missing, useMissing } from '../../../lib/api/use-permission.ts'
import type { Page } from './pages.ts'

/** What is missing to see what a page shows; null where nothing is. */
export const useMissingForPage = ({ needs }: Page): Missing | null => useMissing(...(needs ? [needs] : []))
