-- On time, or in time at all, only if the device's clock is believed; 0 or 1.
ALTER TABLE change_log ADD COLUMN in_time_by_device INTEGER NOT NULL DEFAULT 0;
