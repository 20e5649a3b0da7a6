/** Words that anybody would try on a vault of ours, beside the list of common passwords, which knows little Chinese. */

export const ourWords = [
  'tessera', 'vault', 'secret', 'secrets', 'passphrase', 'aliyun', 'alibaba', 'mariadb', 'maxscale', 'drds', 'polardb', 'mysql', 'database',
]

/** Rows that are counted, sayings and names, in characters and as they are typed in pinyin. */
export const chineseWords = [
  '一二三四五六七八九十', '一二三四五六七八九', '一二三四五六七八', '一二三四五六', '甲乙丙丁戊己庚辛壬癸', '甲乙丙丁', '零一二三四五六七八九',
  '密码', '主密码', '凭据库', '我的密码', '数据库', '管理员', '阿里云', '阿里巴巴', '芝麻开门', '我爱你', '我爱我家', '我爱中国', '你好', '你好世界', '中国',
  '中华人民共和国', '北京', '北京欢迎你', '上海', '杭州', '深圳', '广州', '新年快乐', '生日快乐', '恭喜发财', '万事如意', '身体健康', '一帆风顺', '天天向上',
  '好好学习', '好好学习天天向上', '床前明月光', '疑是地上霜', '举头望明月', '低头思故乡', '春眠不觉晓', '处处闻啼鸟', '天生我材必有用', '人之初性本善',
  'mima', 'wodemima', 'zhumima', 'shujuku', 'guanliyuan', 'woaini', 'woaizhongguo', 'nihao', 'nihaoshijie', 'zhongguo', 'beijing', 'beijinghuanyingni',
  'shanghai', 'hangzhou', 'shenzhen', 'guangzhou', 'xinniankuaile', 'shengrikuaile', 'gongxifacai', 'wanshiruyi', 'zhimakaimen', 'haohaoxuexi',
  'tiantianxiangshang', 'haohaoxuexitiantianxiangshang', 'chuangqianmingyueguang',
]
