import type { IndicatorDefinition } from '@tideline/contracts';
import { indicatorKinds } from '@tideline/indicators';

/** Every indicator there is, in the order in which a picker lists them. */
export function listDefinitions(): IndicatorDefinition[] {
  return indicatorKinds.map(({ id, title, parameters, outputs, pane }) => ({
    id,
    title,
    parameters: parameters.map((parameter) => ({ ...parameter })),
    outputs: [...outputs],
    pane,
    spec: [id, ...parameters.map((parameter) => parameter.default)].join(':'),
  }));
}
