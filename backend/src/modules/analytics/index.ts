export { AnalyticsModule } from './analytics.module';
export { analyticsSchedule } from './jobs/schedule';
