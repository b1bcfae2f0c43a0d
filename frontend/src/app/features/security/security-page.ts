import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({ selector: 'tl-security-page', changeDetection: ChangeDetectionStrategy.OnPush, template: `<h1>Security</h1>` })
export class SecurityPage {}
