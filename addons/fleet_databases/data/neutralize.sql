-- A copy of the hub opens no client's database.
DELETE FROM databases_key;
UPDATE ir_cron SET active = FALSE
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'fleet_databases' AND model = 'ir.cron');
