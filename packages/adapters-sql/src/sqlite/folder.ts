import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those above it that are missing.
 *
 * @throws the system's error
 */
export function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  try {
    // Node's own `recursive` tries for ever where the system denies a folder in one that is there, as in /proc.
    mkdirSync(folder);
  } catch (error) {
    // Another process that starts now may have been faster.
    if (!existsSync(folder)) throw error;
  }
}
