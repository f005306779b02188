import { z } from 'zod';
import type { JsonSchema } from './types.js';

/** What is sent ('input'), or answered ('output'), as JSON Schema. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, '~standard': __, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' });
  return rest;
}

interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

/** The properties of an object schema. */
export function propertiesOf(schema: z.ZodType): readonly Property[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input', target: 'draft-2020-12' });
  return Object.entries(properties).map(([name, property]) => ({
    name,
    required: required.includes(name),
    schema: typeof property === 'object' ? { ...property } : {},
  }));
}
