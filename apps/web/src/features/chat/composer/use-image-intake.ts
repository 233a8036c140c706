import type { AvailableModel } from '@ollama-dashboard/contracts'
import { useState } from 'react'
import { draftImagesOf, setDraftImages } from './draft-images.ts'
import { addImages, readImages } from './images.ts'

export interface ImageIntake {
  /** That the model does not see, in words; null where it does, or nobody knows. */
  readonly blind: string | null
  /** Why images were not taken; null where they were. */
  readonly problem: string | null
  readonly take: (files: readonly File[]) => void
  readonly forgive: () => void
}

/** Takes images into a draft, however they come: chosen, pasted or dropped. */
export function useImageIntake(draft: string, model: AvailableModel | undefined): ImageIntake {
  const [told, tell] = useState<{ readonly draft: string; readonly problem: string | null } | null>(null)
  const setProblem = (problem: string | null) => tell({ draft, problem })
  const blind = model?.has_vision === false ? `${model.name} does not support images.` : null
  const take = async (files: readonly File[]) => {
    if (files.length === 0) return
    if (blind !== null) return setProblem(`${blind} Choose a model with vision.`)
    const read = await readImages(files)
    const taken = addImages(draftImagesOf(draft), read)
    setDraftImages(draft, taken.images)
    setProblem(taken.problem)
  }
  const problem = told?.draft === draft ? told.problem : null
  return { blind, problem, take: (files) => void take(files), forgive: () => setProblem(null) }
}
