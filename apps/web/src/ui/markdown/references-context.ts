import { createContext } from 'react'
import type { References } from './parser.ts'

/** Where the labels of a text lead, for all the text in its blocks. */
export const ReferencesContext = createContext<References>({})
