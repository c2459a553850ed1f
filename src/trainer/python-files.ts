/** Our programs in Python: where they lie, in a checkout and in an installed package. */
import { join } from 'node:path';
import { programFolder } from '../disk/program-folder.ts';

/** Packages with their exact versions: what a processor needs. */
export const REQUIREMENTS = 'requirements.txt';
/** What a graphics card needs beside them. */
export const CUDA_REQUIREMENTS = 'requirements-cuda.txt';
/** What training at Tinker needs, in an environment of its own. */
export const TINKER_REQUIREMENTS = 'requirements-tinker.txt';

/** The place of a file of `src/trainer/python`, such as train.py. */
export const pythonFile = (name: string): string => join(programFolder, 'src', 'trainer', 'python', name);
