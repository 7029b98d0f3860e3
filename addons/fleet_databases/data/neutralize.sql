-- A copy of the hub opens no client's database.
DELETE FROM databases_key;
DELETE FROM databases_key_renewal;
DELETE FROM base_import_import WHERE res_model = 'project.project';
UPDATE ir_cron SET active = FALSE
 WHERE id IN (SELECT res_id FROM ir_model_data WHERE module = 'fleet_databases' AND model = 'ir.cron');
