/** The demo shop's tables, in the words that both engines understand. */

export const demoTables = [
  `CREATE TABLE shop.regions (
    id SMALLINT NOT NULL PRIMARY KEY COMMENT '大区编号',
    code CHAR(2) NOT NULL,
    name VARCHAR(32) NOT NULL COMMENT '名称',
    name_en VARCHAR(32) NOT NULL,
    UNIQUE KEY uk_code (code)
  ) COMMENT '大区'`,
  `CREATE TABLE shop.cities (
    id INT NOT NULL PRIMARY KEY,
    region_id SMALLINT NOT NULL,
    name VARCHAR(32) NOT NULL,
    name_en VARCHAR(32) NOT NULL,
    population BIGINT NOT NULL,
    longitude DOUBLE,
    latitude DOUBLE,
    KEY idx_region (region_id)
  ) COMMENT '城市'`,
  `CREATE TABLE shop.users (
    id BIGINT NOT NULL PRIMARY KEY COMMENT '雪花编号, beyond 2^53',
    name VARCHAR(64) NOT NULL,
    email VARCHAR(128) NOT NULL,
    city_id INT NOT NULL,
    level ENUM('normal','silver','gold','black') NOT NULL DEFAULT 'normal',
    balance DECIMAL(20,6) NOT NULL DEFAULT 0.000000 COMMENT '余额',
    preferences JSON,
    registered_at DATETIME NOT NULL,
    last_seen_at DATETIME,
    UNIQUE KEY uk_email (email),
    KEY idx_city (city_id)
  ) COMMENT '用户'`,
  `CREATE TABLE shop.products (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    sku VARCHAR(32) NOT NULL,
    name VARCHAR(128) NOT NULL,
    price DECIMAL(20,6) NOT NULL,
    weight FLOAT,
    attributes JSON,
    thumbnail BLOB COMMENT 'four bytes that look like a picture to nobody',
    on_sale BOOLEAN NOT NULL DEFAULT TRUE,
    created_at DATETIME NOT NULL,
    UNIQUE KEY uk_sku (sku)
  ) COMMENT '商品'`,
  `CREATE TABLE shop.orders (
    id BIGINT NOT NULL PRIMARY KEY COMMENT '订单号',
    user_id BIGINT NOT NULL COMMENT '分库键',
    city_id INT NOT NULL,
    status ENUM('created','paid','shipped','done','cancelled') NOT NULL,
    amount DECIMAL(20,6) NOT NULL,
    note VARCHAR(200),
    created_at DATETIME NOT NULL,
    paid_at DATETIME,
    KEY idx_user (user_id),
    KEY idx_created (created_at)
  ) COMMENT '订单'`,
  `CREATE TABLE shop.order_items (
    id BIGINT NOT NULL PRIMARY KEY,
    order_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    product_id INT NOT NULL,
    quantity INT UNSIGNED NOT NULL,
    price DECIMAL(20,6) NOT NULL,
    KEY idx_order (order_id)
  ) COMMENT '订单明细'`,
  `CREATE TABLE shop.access_log (
    at DATETIME NOT NULL,
    user_id BIGINT,
    path VARCHAR(200) NOT NULL,
    status SMALLINT NOT NULL,
    bytes BIGINT UNSIGNED NOT NULL,
    agent VARCHAR(200)
  ) COMMENT '访问日志: a table without a key'`,
  `CREATE TABLE shop.oddities (
    id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
    c_tiny TINYINT, c_bool BOOLEAN, c_small SMALLINT, c_med MEDIUMINT, c_int INT, c_uint INT UNSIGNED ZEROFILL,
    c_big BIGINT, c_ubig BIGINT UNSIGNED,
    c_dec DECIMAL(30,10), c_dec0 DECIMAL(65,0), c_float FLOAT, c_double DOUBLE,
    c_date DATE, c_time TIME(6), c_dt DATETIME(6), c_ts TIMESTAMP NULL, c_year YEAR,
    c_char CHAR(10), c_varchar VARCHAR(200), c_text TEXT, c_ltext LONGTEXT,
    c_bin BINARY(4), c_varbin VARBINARY(64), c_blob BLOB, c_lblob LONGBLOB,
    c_bit1 BIT(1), c_bit10 BIT(10), c_bit64 BIT(64),
    c_json JSON, c_enum ENUM('a','b','中'), c_set SET('x','y','z')
  ) COMMENT 'one column of every type, and the values that break tools'`,
]

const odditiesRows = [
  String.raw`(1,-128,true,-32768,-8388608,-2147483648,42,-9223372036854775808,0,'-12345678901234567890.0123456789','99999999999999999999999999999999999999999999999999999999999999999',1.1,0.1,'2024-02-29','-838:59:59.000000','2024-02-29 23:59:59.123456','2024-02-29 23:59:59',1901,'abc','plain','text','ltext',x'00010203',x'DEADBEEF',x'00FF10',x'C3A9',b'1',b'1000000001',x'FFFFFFFFFFFFFFFF','{"a":[1,2,{"b":null}],"u":"é"}','a','x,z')`,
  String.raw`(2,127,false,32767,8388607,2147483647,4294967295,9007199254740993,18446744073709551615,'0.1000000000','0',1.5e38,1.7976931348623157e308,'0000-00-00','00:00:00.000000','9999-12-31 23:59:59.999999',NULL,2155,'','emoji 😀 中文 ñ "quoted" \\ back\ttab\nnewline','中文文本','xxxxxxxxxxxxxxxxxxxx',x'41424344',x'4142',x'68656C6C6F',x'FF',b'0',b'0000000000',x'0000000000000041','[]','中','')`,
  `(3,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL)`,
  String.raw`(4,NULL,NULL,NULL,NULL,NULL,NULL,9223372036854775807,9223372036854775808,'1.1000000000',NULL,-0.0,1e-300,'2026-01-01','838:59:59.000000','1000-01-01 00:00:00.000000',NULL,NULL,'  pad','NUL:\0:end','line one\r\nline two','''single'' "double" \\',NULL,x'610062',x'610062',x'',NULL,NULL,NULL,'"text"',NULL,'x,y,z')`,
]

/** Zero dates and invalid ones must be allowed while these are inserted. */
export const oddities = `INSERT INTO shop.oddities VALUES ${odditiesRows.join(',\n')}`

const regions: [code: string, name: string, english: string][] = [
  ['HB', '华北', 'North'], ['DB', '东北', 'Northeast'], ['HD', '华东', 'East'], ['HZ', '华中', 'Central'], ['HN', '华南', 'South'], ['XN', '西南', 'Southwest'], ['XB', '西北', 'Northwest'],
]

/** Region (from 1), name, English name, people, longitude, latitude. */
const cities: [region: number, name: string, english: string, people: number, longitude: number, latitude: number][] = [
  [1, '北京', 'Beijing', 21_893_095, 116.4074, 39.9042], [1, '天津', 'Tianjin', 13_866_009, 117.2008, 39.0842], [1, '石家庄', 'Shijiazhuang', 11_235_086, 114.5149, 38.0428],
  [1, '太原', 'Taiyuan', 5_304_061, 112.5489, 37.8706], [2, '沈阳', 'Shenyang', 9_070_093, 123.4315, 41.8057], [2, '大连', 'Dalian', 7_450_785, 121.6147, 38.914],
  [2, '哈尔滨', 'Harbin', 10_009_854, 126.535, 45.8038], [3, '上海', 'Shanghai', 24_870_895, 121.4737, 31.2304], [3, '杭州', 'Hangzhou', 11_936_010, 120.1551, 30.2741],
  [3, '南京', 'Nanjing', 9_314_685, 118.7969, 32.0603], [3, '苏州', 'Suzhou', 12_748_262, 120.5853, 31.2989], [3, '厦门', 'Xiamen', 5_163_970, 118.0894, 24.4798],
  [4, '武汉', 'Wuhan', 12_326_518, 114.3055, 30.5928], [4, '长沙', 'Changsha', 10_047_914, 112.9388, 28.2282], [4, '郑州', 'Zhengzhou', 12_600_574, 113.6254, 34.7466],
  [5, '广州', 'Guangzhou', 18_676_605, 113.2644, 23.1291], [5, '深圳', 'Shenzhen', 17_494_398, 114.0579, 22.5431], [5, '海口', 'Haikou', 2_873_358, 110.1999, 20.0444],
  [6, '成都', 'Chengdu', 20_937_757, 104.0665, 30.5723], [6, '重庆', 'Chongqing', 32_054_159, 106.5516, 29.563], [6, '昆明', 'Kunming', 8_460_088, 102.8329, 24.8801],
  [6, '拉萨', 'Lhasa', 867_891, 91.1409, 29.6456], [7, '西安', "Xi'an", 12_952_907, 108.9398, 34.3416], [7, '乌鲁木齐', 'Ürümqi', 4_054_369, 87.6168, 43.8256],
]
export const cityCount = cities.length

const text = (value: string): string => `'${value.replaceAll("'", "''")}'`

export const regionsAndCities = [
  `INSERT INTO shop.regions VALUES ${regions.map(([code, name, english], index) => `(${index + 1}, '${code}', '${name}', '${english}')`).join(', ')}`,
  `INSERT INTO shop.cities VALUES ${cities.map(([region, name, english, people, longitude, latitude], index) => `(${index + 1}, ${region}, '${name}', ${text(english)}, ${people}, ${longitude}, ${latitude})`).join(', ')}`,
]
